import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Fault } from '#domain';
import { constantTimeEqual } from '#platform';
import { CONFIG, type Config } from '../config.js';
import { ingestToken } from './ingest-token.js';

const INGEST_ROUTE = /\/ingest\/kong\/:gatewayId$/;
const BEARER = /^Bearer (\S+)$/i;

/** Lets a batch in only with its gateway's token, before a byte of its body is read. Nest's own guards run after that. */
@Injectable()
export class IngestGuard implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly adapterHost: HttpAdapterHost<FastifyAdapter>,
  ) {}

  onModuleInit(): void {
    this.adapterHost.httpAdapter.getInstance().addHook('onRequest', async (request: FastifyRequest) => {
      if (INGEST_ROUTE.test(request.routeOptions.url ?? '')) this.requireToken(request);
    });
  }

  private requireToken(request: FastifyRequest): void {
    const { gatewayId } = request.params as { gatewayId: string };
    const presented = BEARER.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!constantTimeEqual(presented, ingestToken(this.config, gatewayId)))
      throw new Fault('request.unauthenticated', 'This is not the token with which this gateway reports its calls.');
  }
}
