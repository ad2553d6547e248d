import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { Fault } from '#domain';
import { AccessTokens } from '../auth/access-token.js';
import { CONSOLE_CALL_ROUTE } from '../http/body-limits.js';

/** So many calls are under way at the same time; each may hold some tens of megabytes. */
export const MAX_CALLS_UNDER_WAY = 20;

const BEARER = /^Bearer (\S+)$/i;
const RETRY_AFTER_SECONDS = 2;

/** Reads the body of a call only for somebody who is signed in, and only when there is room: guards of Nest run after it. */
@Injectable()
export class CallGuard implements OnModuleInit {
  private underWay = 0;

  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly adapterHost: HttpAdapterHost<FastifyAdapter>,
  ) {}

  onModuleInit(): void {
    this.adapterHost.httpAdapter.getInstance().addHook('onRequest', async (request, reply) => {
      if (request.method !== 'POST' || !CONSOLE_CALL_ROUTE.test(request.routeOptions.url ?? '')) return;
      const payload = this.accessTokens.read(BEARER.exec(request.headers.authorization ?? '')?.[1] ?? '');
      if (payload === null) throw new Fault('request.unauthenticated', 'Sign in first.');
      if (!reply.raw.destroyed) this.takeRoom(reply);
    });
  }

  private takeRoom(reply: FastifyReply): void {
    if (this.underWay >= MAX_CALLS_UNDER_WAY)
      throw new Fault('request.too_many', 'Many calls are under way from consoles. Send again in a few seconds.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    this.underWay++;
    reply.raw.once('close', () => this.underWay--);
  }
}
