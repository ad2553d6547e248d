/** A refresh token is good for so long; every refresh gives a new one. */
export const REFRESH_TOKEN_LIFETIME_MS = 30 * 24 * 60 * 60_000;

/**
 * A token that was used this short a while ago gets a sibling instead of ending the session. A page that sends several
 * requests at once, or repeats one whose answer was lost, presents the same token twice without anybody having stolen
 * it, and must not be logged out for that. The price: a thief who is as quick as that stays unnoticed until the session
 * is ended. Ten seconds are enough for parallel requests and little for a thief.
 */
export const REUSE_GRACE_MS = 10_000;

export interface PresentedToken {
  expiresAt: Date;
  usedAt: Date | null;
  sessionEndedAt: Date | null;
  userDisabledAt: Date | null;
}

/** What becomes of a session whose refresh token was presented. */
export type RefreshVerdict = 'rotate' | 'sibling' | 'reused' | 'ended';

/** Pure: the whole rule of refreshing. An unknown token is `ended`, like one whose session is over. */
export function judgeRefresh(token: PresentedToken | null, now: Date): RefreshVerdict {
  if (token === null || token.sessionEndedAt !== null || token.userDisabledAt !== null) return 'ended';
  if (token.usedAt !== null && now.getTime() - token.usedAt.getTime() > REUSE_GRACE_MS) return 'reused';
  if (token.expiresAt <= now) return 'ended';
  return token.usedAt === null ? 'rotate' : 'sibling';
}
