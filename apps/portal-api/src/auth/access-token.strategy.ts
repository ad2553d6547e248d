import { createSecretKey } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { Fault } from '#domain';
import { CONFIG, type Config } from '../config.js';
import { UUID } from '../http/id-param.js';
import type { Caller } from './caller.js';
import { CallerStore } from './caller.store.js';
import { ACCESS_TOKEN_AUDIENCE, ACCESS_TOKEN_ISSUER, accessTokenSecret } from './access-token.js';

/** Reads `Authorization: Bearer …`. The token says which session; everything else is asked of the database. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, 'access-token') {
  constructor(
    @Inject(CONFIG) config: Config,
    private readonly callers: CallerStore,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      // Bytes would be tried as a public key first, at each request; the types know of nothing else.
      secretOrKey: createSecretKey(accessTokenSecret(config)) as unknown as Buffer,
      algorithms: ['HS256'],
      issuer: ACCESS_TOKEN_ISSUER,
      audience: ACCESS_TOKEN_AUDIENCE,
      ignoreExpiration: false,
      passReqToCallback: true,
    });
  }

  async validate(request: FastifyRequest, payload: { sid?: unknown }): Promise<Caller> {
    const { sid } = payload;
    const row = typeof sid === 'string' && UUID.test(sid) ? await this.callers.bySession(sid) : null;
    if (row === null) throw new Fault('request.unauthenticated', 'Your session has ended. Sign in again.');
    const { userId, platformRole, memberships, email } = row;
    const actor = { userId, platformRole, memberships };
    return { actor, label: email, ip: request.ip, requestId: request.id, sessionId: sid as string };
  }
}
