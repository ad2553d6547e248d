import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '#domain';
import { AccessTokenStrategy } from '../auth/access-token.strategy.js';
import { AccessTokens } from '../auth/access-token.js';
import { type Caller, signedIn } from '../auth/caller.js';
import { IMPORT_ROUTE, SPEC_ROUTE } from '../http/body-limits.js';
import { VersionAccess } from '../versions/version-access.js';
import { UploadPlaces } from './upload-places.js';

const BEARER = /^Bearer (\S+)$/i;

/**
 * Lets a document be uploaded or fetched only for somebody who may give it to this version, and only when there is room:
 * guards of Nest run when the body has been read into memory.
 */
@Injectable()
export class UploadGuard implements OnModuleInit {
  private readonly places = new UploadPlaces();
  private readonly held = new WeakMap<FastifyRequest, () => void>();

  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly strategy: AccessTokenStrategy,
    private readonly access: VersionAccess,
    private readonly adapterHost: HttpAdapterHost<FastifyAdapter>,
  ) {}

  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter.getInstance();
    fastify.addHook('onRequest', async (request, reply) => {
      if (!bringsDocument(request)) return;
      const { userId } = signedIn(await this.permitted(request));
      // Who went away meanwhile would never give the place back.
      if (!reply.raw.destroyed) this.takePlace(userId, request, reply);
    });
    // Who has the answer may send the next one at once.
    fastify.addHook('onSend', async (request) => this.held.get(request)?.());
  }

  private async permitted(request: FastifyRequest): Promise<Caller> {
    const payload = this.accessTokens.read(BEARER.exec(request.headers.authorization ?? '')?.[1] ?? '');
    if (payload === null) throw new Fault('request.unauthenticated', 'Sign in first.');
    const caller = await this.strategy.validate(request, payload);
    const { slug, version } = request.params as { slug: string; version: string };
    await this.access.permitted(caller, slug, version, 'version.update');
    return caller;
  }

  private takePlace(userId: string, request: FastifyRequest, reply: FastifyReply): void {
    const giveBack = this.places.take(userId);
    this.held.set(request, giveBack);
    reply.raw.once('close', giveBack);
  }
}

function bringsDocument({ method, routeOptions }: FastifyRequest): boolean {
  const route = routeOptions.url ?? '';
  return (
    (['PUT', 'POST'].includes(method) && SPEC_ROUTE.test(route)) || (method === 'POST' && IMPORT_ROUTE.test(route))
  );
}
