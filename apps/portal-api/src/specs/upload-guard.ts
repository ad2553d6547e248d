import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '#domain';
import { AccessTokenStrategy } from '../auth/access-token.strategy.js';
import { AccessTokens } from '../auth/access-token.js';
import { IMPORT_ROUTE, SPEC_ROUTE } from '../http/body-limits.js';
import { VersionAccess } from '../versions/version-access.js';

/** So many documents are received, read and stored at the same time; each may need hundreds of megabytes. */
export const MAX_UPLOADS = 6;

const BEARER = /^Bearer (\S+)$/i;
const RETRY_AFTER_SECONDS = 5;

/**
 * Lets a document be uploaded or fetched only for somebody who may give it to this version, and only when there is room:
 * guards of Nest run when the body has been read into memory.
 */
@Injectable()
export class UploadGuard implements OnModuleInit {
  private uploads = 0;

  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly strategy: AccessTokenStrategy,
    private readonly access: VersionAccess,
    private readonly adapterHost: HttpAdapterHost<FastifyAdapter>,
  ) {}

  onModuleInit(): void {
    this.adapterHost.httpAdapter.getInstance().addHook('onRequest', async (request, reply) => {
      if (!bringsDocument(request)) return;
      await this.requirePermission(request);
      // Who went away meanwhile would never give the room back.
      if (!reply.raw.destroyed) this.takeRoom(reply);
    });
  }

  private async requirePermission(request: FastifyRequest): Promise<void> {
    const payload = this.accessTokens.read(BEARER.exec(request.headers.authorization ?? '')?.[1] ?? '');
    if (payload === null) throw new Fault('request.unauthenticated', 'Sign in first.');
    const caller = await this.strategy.validate(request, payload);
    const { slug, version } = request.params as { slug: string; version: string };
    await this.access.permitted(caller, slug, version, 'version.update');
  }

  private takeRoom(reply: FastifyReply): void {
    if (this.uploads >= MAX_UPLOADS)
      throw new Fault('request.too_many', 'Other documents are being read. Send this one again in a few seconds.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    this.uploads++;
    reply.raw.once('close', () => this.uploads--);
  }
}

function bringsDocument({ method, routeOptions }: FastifyRequest): boolean {
  const route = routeOptions.url ?? '';
  return (
    (['PUT', 'POST'].includes(method) && SPEC_ROUTE.test(route)) || (method === 'POST' && IMPORT_ROUTE.test(route))
  );
}
