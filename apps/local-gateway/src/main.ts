import { loadConfig } from '#platform';
import { startLocalGateway } from './local-gateway.js';

/** One line of JSON per event, on standard output. */
function log(level: 'info' | 'warn' | 'error', message: string, facts: object = {}): void {
  process.stdout.write(
    `${JSON.stringify({ level, time: new Date().toISOString(), name: 'local-gateway', message, ...facts })}\n`,
  );
}

async function main(): Promise<void> {
  const config = loadConfig(process.env, ['databaseUrl', 'masterSecret']);
  const gateway = await startLocalGateway({
    host: config.host,
    proxyPort: config.gatewayProxyPort,
    adminPort: config.gatewayAdminPort,
    statePath: config.gatewayStateFile ?? undefined,
    warn: (message) => log('warn', message),
  });
  const { proxyUrl, adminUrl } = gateway;
  log('info', 'This gateway is for development and tests, not for production.');
  log('info', 'The rate-limiting policies "redis" and "cluster" count in this process only, like "local".');
  log('info', 'listening', { proxyUrl, adminUrl });
  const stop = () => void gateway.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: Error) => {
  log('error', error.message);
  process.exitCode = 1;
});
