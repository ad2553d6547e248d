import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { derive } from '#platform';
import { CONFIG, type Config } from '../config.js';

export const ACCESS_TOKEN_ISSUER = 'gatehouse';
export const ACCESS_TOKEN_AUDIENCE = 'gatehouse-api';
const ACCESS_TOKEN_LIFETIME_MS = 15 * 60_000;

export function accessTokenSecret(config: Config): Buffer {
  return derive(config.masterSecret, 'access-token');
}

/** Makes the short-lived token that says which session a request belongs to. */
@Injectable()
export class AccessTokens {
  private readonly secret: Buffer;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly jwt: JwtService,
  ) {
    this.secret = accessTokenSecret(config);
  }

  /** What the token says, when it is one of ours and in time; whether its session goes on is asked of the database. */
  read(accessToken: string): { sid?: unknown } | null {
    try {
      return this.jwt.verify<{ sid?: unknown }>(accessToken, {
        secret: this.secret,
        algorithms: ['HS256'],
        issuer: ACCESS_TOKEN_ISSUER,
        audience: ACCESS_TOKEN_AUDIENCE,
      });
    } catch {
      return null;
    }
  }

  issue(userId: string, sessionId: string, nowMs: number): { accessToken: string; expiresAt: Date } {
    const iat = Math.floor(nowMs / 1000);
    const exp = iat + ACCESS_TOKEN_LIFETIME_MS / 1000;
    const accessToken = this.jwt.sign(
      { sub: userId, sid: sessionId, iat, exp },
      { secret: this.secret, algorithm: 'HS256', issuer: ACCESS_TOKEN_ISSUER, audience: ACCESS_TOKEN_AUDIENCE },
    );
    return { accessToken, expiresAt: new Date(exp * 1000) };
  }
}
