import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import passport from 'passport';
import { Fault, may } from '#domain';
import { fingerprintOf } from '../database/unit-of-work.js';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { type Access, ACCESS } from './authenticated.decorator.js';
import type { Caller, IdempotencyRequest } from './caller.js';

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

/** Recognises the caller and asks what the route demands of everybody. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly strategy: AccessTokenStrategy,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest & { user?: Caller }>();
    const access = this.reflector.get<Access>(ACCESS, context.getHandler());
    const caller = await this.recognise(access, request, http.getResponse<FastifyReply>());
    if (access.permission !== undefined && !may(caller.actor, access.permission))
      throw new Fault('request.forbidden', 'Your role does not allow this.');
    request.user = { ...caller, idempotency: idempotencyOf(request) };
    return true;
  }

  private async recognise(access: Access, request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    if (request.headers.authorization !== undefined && access.signIn !== 'ignored')
      return this.authenticate(request, reply);
    if (access.signIn === 'required') throw new Fault('request.unauthenticated', 'Sign in first.');
    return { actor: 'anonymous', label: 'anonymous', ip: request.ip, requestId: request.id };
  }

  /**
   * Hands passport the strategy itself: by its name, all applications of a process would share one. Passport writes its
   * callbacks onto what it is handed, so each request gets an object of its own.
   */
  private authenticate(request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown, caller: Caller | false): void => {
        if (error) reject(error);
        else if (caller) resolve(caller);
        else
          reject(new Fault('request.unauthenticated', 'The access token is missing, wrong or expired. Sign in again.'));
      };
      const strategy = Object.create(this.strategy) as AccessTokenStrategy;
      passport.authenticate(strategy, { session: false }, done)(request, reply, reject);
    });
  }
}

function idempotencyOf(request: FastifyRequest): IdempotencyRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || key === undefined) return undefined;
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key))
    throw new Fault('request.invalid', 'Idempotency-Key must be 1 to 200 visible ASCII characters.');
  return { key, fingerprint: fingerprintOf(request.method, request.url, request.body) };
}
