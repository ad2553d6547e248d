import 'reflect-metadata';
import { createLogger, loadConfig } from '#platform';
import { runWorker } from './run-worker.js';

const config = loadConfig(process.env);
const logger = createLogger('worker', config.logLevel);
const worker = await runWorker(config, logger);
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void worker.stop().then(() => process.exit(0)));
}
