import 'reflect-metadata';
import { createLogger, loadConfig } from '#platform';
import { createApp } from './create-app.js';

/** After a signal to stop, requests in flight have this long to be answered. */
const DRAIN_TIMEOUT_MS = 30_000;

const config = loadConfig(process.env, ['databaseUrl']);
const logger = createLogger('portal-web', config.logLevel);
const app = await createApp(config, logger);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => setTimeout(() => process.exit(1), DRAIN_TIMEOUT_MS).unref());
await app.listen(config.webPort, config.host);
