import type { SessionDto } from '#contract';
import { randomToken } from '#platform';

/** What the sealed session cookie holds; the portal keeps nothing else about who is signed in. */
export interface Session {
  accessToken: string;
  accessTokenExpiresAtMs: number;
  refreshToken: string;
  refreshTokenExpiresAtMs: number;
  csrfSecret: string;
  user: SessionUser;
}

/** As much of the user as the frame of every page shows. */
export interface SessionUser {
  id: string;
  name: string;
  email: string;
  isAdmin: boolean;
  /** Reads everything, changes nothing. */
  isAuditor: boolean;
}

/** The session after a sign-in; a refresh keeps the form secret, so that forms already open still work. */
export function toSession(dto: SessionDto, csrfSecret = randomToken(32)): Session {
  return {
    accessToken: dto.accessToken,
    accessTokenExpiresAtMs: Date.parse(dto.accessTokenExpiresAt),
    refreshToken: dto.refreshToken,
    refreshTokenExpiresAtMs: Date.parse(dto.refreshTokenExpiresAt),
    csrfSecret,
    user: {
      id: dto.user.id,
      name: dto.user.displayName,
      email: dto.user.email,
      isAdmin: dto.user.platformRole === 'admin',
      isAuditor: dto.user.platformRole === 'auditor',
    },
  };
}
