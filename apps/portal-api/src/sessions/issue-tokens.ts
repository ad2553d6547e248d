import { Injectable } from '@nestjs/common';
import type { SessionDto, UserDto } from '#contract';
import { randomToken } from '#platform';
import { AccessTokens } from '../auth/access-token.js';
import type { Tx } from '../database/database.js';
import { REFRESH_TOKEN_LIFETIME_MS } from './refresh-rule.js';
import { SessionsStore } from './sessions.store.js';

const REFRESH_TOKEN_BYTES = 32;

/** Gives a session a new access token and a new refresh token: at sign-in and at every refresh. */
@Injectable()
export class IssueTokens {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly sessions: SessionsStore,
  ) {}

  async run(tx: Tx, sessionId: string, user: UserDto, now: Date): Promise<SessionDto> {
    const { accessToken, expiresAt } = this.accessTokens.issue(user.id, sessionId, now.getTime());
    const refreshToken = randomToken(REFRESH_TOKEN_BYTES);
    const refreshTokenExpiresAt = new Date(now.getTime() + REFRESH_TOKEN_LIFETIME_MS);
    await this.sessions.addRefreshToken(tx, sessionId, refreshToken, now, refreshTokenExpiresAt);
    return {
      accessToken,
      accessTokenExpiresAt: expiresAt.toISOString(),
      refreshToken,
      refreshTokenExpiresAt: refreshTokenExpiresAt.toISOString(),
      user,
    };
  }
}
