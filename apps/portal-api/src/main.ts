import 'reflect-metadata';
import { createLogger, loadConfig } from '#platform';
import { createApp } from './create-app.js';

/** After a signal to stop, requests in flight have this long to be answered. */
const DRAIN_TIMEOUT_MS = 30_000;

const config = loadConfig(process.env);
const logger = createLogger('portal-api', config.logLevel);
const app = await createApp(config, logger);
// Nest closes the app on these signals; this only bounds how long that may take.
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => setTimeout(() => process.exit(1), DRAIN_TIMEOUT_MS).unref());
await app.listen(config.apiPort, config.host);
