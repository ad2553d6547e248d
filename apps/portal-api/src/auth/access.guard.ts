import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Fault, may } from '#domain';
import { fingerprintOf } from '../database/unit-of-work.js';
import { type Access, ACCESS } from './authenticated.decorator.js';
import type { Caller, IdempotencyRequest } from './caller.js';

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

/** Recognises the caller and asks what the route demands of everybody. */
@Injectable()
export class AccessGuard extends AuthGuard('access-token') {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: Caller }>();
    const access = this.reflector.get<Access>(ACCESS, context.getHandler());
    if (request.headers.authorization === undefined || access.signIn === 'ignored') {
      if (access.signIn === 'required') throw new Fault('request.unauthenticated', 'Sign in first.');
      request.user = { actor: 'anonymous', label: 'anonymous', ip: request.ip, requestId: request.id };
    } else {
      await super.canActivate(context);
    }
    const caller = request.user as Caller;
    if (access.permission !== undefined && !may(caller.actor, access.permission))
      throw new Fault('request.forbidden', 'Your role does not allow this.');
    caller.idempotency = idempotencyOf(request);
    return true;
  }

  override handleRequest<T>(error: unknown, caller: T | false): T {
    if (error) throw error;
    if (caller === false)
      throw new Fault('request.unauthenticated', 'The access token is missing, wrong or expired. Sign in again.');
    return caller;
  }
}

function idempotencyOf(request: FastifyRequest): IdempotencyRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || key === undefined) return undefined;
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key))
    throw new Fault('request.invalid', 'Idempotency-Key must be 1 to 200 visible ASCII characters.');
  return { key, fingerprint: fingerprintOf(request.method, request.url, request.body) };
}
