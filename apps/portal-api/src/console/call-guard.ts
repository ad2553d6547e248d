import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { Fault } from '#domain';
import { AccessTokens } from '../auth/access-token.js';
import { CONSOLE_CALL_ROUTE } from '../http/body-limits.js';

/** So many calls are under way at the same time; each may hold some tens of megabytes. */
export const MAX_CALLS_UNDER_WAY = 20;
/** So many of them belong to one sign-in, so that nobody takes all the room. */
export const MAX_CALLS_OF_ONE = 4;

const BEARER = /^Bearer (\S+)$/i;
const RETRY_AFTER_SECONDS = 2;

/** Reads the body of a call only for somebody who is signed in, and only when there is room: guards of Nest run after it. */
@Injectable()
export class CallGuard implements OnModuleInit {
  /** The sign-in of each call. */
  private readonly underWay: unknown[] = [];

  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly adapterHost: HttpAdapterHost<FastifyAdapter>,
  ) {}

  onModuleInit(): void {
    this.adapterHost.httpAdapter.getInstance().addHook('onRequest', async (request, reply) => {
      if (request.method !== 'POST' || !CONSOLE_CALL_ROUTE.test(request.routeOptions.url ?? '')) return;
      const payload = this.accessTokens.read(BEARER.exec(request.headers.authorization ?? '')?.[1] ?? '');
      if (payload === null) throw new Fault('request.unauthenticated', 'Sign in first.');
      if (!reply.raw.destroyed) this.takeRoom(payload.sid, reply);
    });
  }

  private takeRoom(session: unknown, reply: FastifyReply): void {
    const own = this.underWay.filter((other) => other === session);
    if (own.length >= MAX_CALLS_OF_ONE || this.underWay.length >= MAX_CALLS_UNDER_WAY)
      throw new Fault('request.too_many', 'Many calls are under way from consoles. Send again in a few seconds.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    this.underWay.push(session);
    reply.raw.once('close', () => this.underWay.splice(this.underWay.indexOf(session), 1));
  }
}
