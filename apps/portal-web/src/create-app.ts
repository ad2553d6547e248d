import path from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController } from 'fastify';
import { Health, projectRoot, systemClock, uuid, type Clock, type ConfigWithout, type Logger } from '#platform';
import { PortalApi } from './api-client/portal-api.js';
import { AppModule } from './app.module.js';
import { registerHooks } from './http/hooks.js';
import { PageCache } from './http/page-cache.js';
import { PublicUrl } from './http/public-url.js';
import { Renderer } from './http/renderer.js';
import { securityHeaders } from './http/security-headers.js';
import { webServer } from './http/web-server.js';
import { WaitingCounts } from './pages/approvals/waiting-counts.js';
import { SessionApi } from './pages/session/session.api.js';
import { Cookies } from './session/cookies.js';
import { Publishers } from './session/publishers.js';
import { SessionRefresher } from './session/session-refresher.js';
import { Assets } from './view/assets.js';
import { Templates } from './view/templates.js';

/** The settings that the portal reads. */
export type WebConfig = Pick<
  ConfigWithout<'databaseUrl'>,
  'masterSecret' | 'publicPortalUrl' | 'publicApiUrl' | 'trustProxy'
>;

/** The portal, wired but not listening: what main.ts and the tests start. */
export async function createApp(
  config: WebConfig,
  logger: Logger,
  clock: Clock = systemClock,
): Promise<NestFastifyApplication> {
  const folder = path.join(projectRoot(), 'apps', 'portal-web');
  const headers = securityHeaders(config.publicPortalUrl);
  const api = new PortalApi(config.publicApiUrl);
  const sessionApi = new SessionApi(api);
  const assets = new Assets(path.join(folder, 'public'));
  const cookies = new Cookies(config.masterSecret, config.publicPortalUrl);
  const health = new Health();
  health.add('api', () => api.call({ path: '/healthz' }));
  const cache = new PageCache(clock);
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => uuid(),
    trustProxy: config.trustProxy,
    serverFactory: webServer(cache),
  });
  const renderer = new Renderer(new Templates(path.join(folder, 'views')), assets, cache, headers, {
    name: 'Gatehouse',
    apiDocumentHref: `${config.publicApiUrl}/openapi.json`,
  });
  const waitingCounts = new WaitingCounts(clock);
  const publishers = new Publishers(clock);
  const publicUrl = new PublicUrl(config.publicPortalUrl);
  const parts = { api, sessionApi, assets, cookies, health, publishers, publicUrl, renderer, waitingCounts };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(parts), adapter, {
    logger: ['error', 'warn'],
    bodyParser: false,
    abortOnError: false,
  });
  const refresher = new SessionRefresher(clock, (session) => sessionApi.refresh(session));
  await registerHooks(app, { api, cookies, refresher, headers, publicUrl: config.publicPortalUrl });
  app.enableShutdownHooks();
  return app;
}
