import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Fault } from '#domain';
import { SPEC_ROUTE } from '../http/body-limits.js';
import { AccessTokens } from './access-token.js';

const BEARER = /^Bearer (\S+)$/i;

/** Lets a document's upload begin only for somebody who signed in: guards run when the body has been read into memory. */
@Injectable()
export class UploadGuard implements OnModuleInit {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly adapterHost: HttpAdapterHost<FastifyAdapter>,
  ) {}

  onModuleInit(): void {
    this.adapterHost.httpAdapter.getInstance().addHook('onRequest', async (request: FastifyRequest) => {
      if (request.method === 'PUT' && SPEC_ROUTE.test(request.routeOptions.url ?? '')) this.requireToken(request);
    });
  }

  private requireToken({ headers }: FastifyRequest): void {
    const token = BEARER.exec(headers.authorization ?? '')?.[1] ?? '';
    if (!this.accessTokens.isGenuine(token)) throw new Fault('request.unauthenticated', 'Sign in first.');
  }
}
