import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController } from 'fastify';
import type { Logger } from 'pino';
import { type Clock, systemClock, uuid } from '#platform';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { BODY_LIMIT_BYTES } from './http/body-limits.js';
import { registerBodyParsers } from './http/body-parsers.js';
import { EtagInterceptor } from './http/etag.js';
import { serveOpenApiDocument } from './http/openapi-document.js';
import { answerUnroutable, ProblemFilter } from './http/problem.filter.js';
import { registerRequestContext } from './http/request-context.js';
import { SECURITY_HEADERS } from './http/security-headers.js';
import { validationPipe } from './http/validation.js';

/** A client that has not sent its whole request by then is cut off. */
const REQUEST_TIMEOUT_MS = 120_000;

/** The HTTP application, wired but not listening: what main.ts and the tests start. */
export async function createApp(
  config: Config,
  logger: Logger,
  clock: Clock = systemClock,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    // One line a request is written by registerRequestContext.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    frameworkErrors: answerUnroutable,
    genReqId: () => uuid(),
    trustProxy: config.trustProxy,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, clock), adapter, {
    logger: ['error', 'warn'],
    bodyParser: false,
    abortOnError: false,
  });
  app.useSecurityHeaders(SECURITY_HEADERS);
  registerRequestContext(adapter.getInstance());
  registerBodyParsers(adapter);
  app.setGlobalPrefix('v1', { exclude: ['healthz', 'readyz', 'openapi.json'] });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalInterceptors(new EtagInterceptor());
  serveOpenApiDocument(app);
  app.enableShutdownHooks();
  return app;
}
