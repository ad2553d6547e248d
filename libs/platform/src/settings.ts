import {
  allowedTargets,
  folder,
  hostName,
  mailAddress,
  masterSecret,
  oneOf,
  port,
  secret,
  token,
  trustedProxies,
  url,
  webUrl,
  wholeNumber,
  yesOrNo,
  type Parse,
} from './setting-parsers.js';

/** One setting: everything that the parser, the fault messages and .env.example say about it. */
export interface Setting<T> {
  /** Name of the environment variable. */
  name: string;
  /** What it does, in one sentence. */
  meaning: string;
  /** In what it is counted or written. */
  unit: string;
  /** The text that stands for it when it is left out. */
  default?: string;
  /** What happens without it, when that is no fixed text. */
  without?: string;
  parse: Parse<T>;
}

const PORT = 'TCP port, 1 to 65535';
const WEB_ADDRESS = 'URL, http:// or https://';

/** Names the value's type after its parser, so that Config below is derived and never written twice. */
function setting<T>(parse: Parse<T>, rest: Omit<Setting<T>, 'parse'>): Setting<T> {
  return { ...rest, parse };
}

/** Every setting there is. */
export const SETTINGS = {
  databaseUrl: setting(secret(url('postgresql', 'postgres')), {
    name: 'DATABASE_URL',
    meaning: 'The PostgreSQL (15 or newer) that holds everything.',
    unit: 'URL, postgresql://user:password@host:port/database',
    without: 'npm start brings an embedded PostgreSQL; the processes by themselves need it',
  }),
  masterSecret: setting(secret(masterSecret), {
    name: 'MASTER_SECRET',
    meaning:
      'The secret from which the keys for tokens, sessions and sealed columns are derived; the same for all processes.',
    unit: 'text, at least 32 bytes',
    without: 'npm start makes one and keeps it in .local; the processes by themselves need it',
  }),
  host: setting(hostName, {
    name: 'HOST',
    meaning: 'The address on which the API and the portal listen.',
    unit: 'IP address or host name',
    default: '127.0.0.1',
  }),
  webPort: setting(port, {
    name: 'WEB_PORT',
    meaning: 'The port of the portal.',
    unit: PORT,
    default: '3000',
  }),
  apiPort: setting(port, {
    name: 'API_PORT',
    meaning: 'The port of the API.',
    unit: PORT,
    default: '3001',
  }),
  publicPortalUrl: setting(webUrl, {
    name: 'PUBLIC_PORTAL_URL',
    meaning: 'The address under which people reach the portal; links in mails begin with it.',
    unit: WEB_ADDRESS,
    without: 'http://localhost:WEB_PORT',
  }),
  publicApiUrl: setting(webUrl, {
    name: 'PUBLIC_API_URL',
    meaning: 'The address under which programs and the portal reach the API.',
    unit: WEB_ADDRESS,
    without: 'http://localhost:API_PORT',
  }),
  ingestUrl: setting(webUrl, {
    name: 'INGEST_URL',
    meaning: 'The address under which the gateway reaches the API to report calls.',
    unit: WEB_ADDRESS,
    without: 'PUBLIC_API_URL',
  }),
  trustProxy: setting(trustedProxies, {
    name: 'TRUST_PROXY',
    meaning: 'Which proxies in front of us may name the address of the caller (X-Forwarded-For).',
    unit: 'false, or IP addresses or networks separated by commas',
    default: 'false',
  }),
  outboundAllowed: setting(allowedTargets, {
    name: 'OUTBOUND_ALLOWED',
    meaning: 'What we call for users, such as documents imported by their address, although it is no public address.',
    unit: 'none, or host:port and networks separated by commas',
    default: 'none',
  }),
  kongAdminUrl: setting(webUrl, {
    name: 'KONG_ADMIN_URL',
    meaning: 'The Admin API of a Kong to use instead of the local gateway; goes with KONG_PROXY_URL.',
    unit: WEB_ADDRESS,
    without: 'the local gateway is used',
  }),
  kongProxyUrl: setting(webUrl, {
    name: 'KONG_PROXY_URL',
    meaning: 'The address under which that Kong takes calls.',
    unit: WEB_ADDRESS,
    without: 'the local gateway is used',
  }),
  kongAdminToken: setting(secret(token), {
    name: 'KONG_ADMIN_TOKEN',
    meaning: 'The token for the Admin API of that Kong, sent in the header Kong-Admin-Token.',
    unit: 'text, visible ASCII characters',
    without: 'no token is sent',
  }),
  gatewayProxyPort: setting(port, {
    name: 'GATEWAY_PROXY_PORT',
    meaning: 'The port on which the local gateway takes calls.',
    unit: PORT,
    default: '8000',
  }),
  gatewayAdminPort: setting(port, {
    name: 'GATEWAY_ADMIN_PORT',
    meaning: 'The port of the Admin API of the local gateway.',
    unit: PORT,
    default: '8001',
  }),
  gatewayStateFile: setting(folder, {
    name: 'GATEWAY_STATE_FILE',
    meaning: 'The file in which the local gateway keeps its configuration over a restart.',
    unit: 'path',
    without: 'nothing is kept',
  }),
  upstreamPort: setting(port, {
    name: 'UPSTREAM_PORT',
    meaning: 'The port of the demo upstream.',
    unit: PORT,
    default: '8090',
  }),
  postgresPort: setting(port, {
    name: 'POSTGRES_PORT',
    meaning: 'The port of the embedded PostgreSQL.',
    unit: PORT,
    default: '5433',
  }),
  localDir: setting(folder, {
    name: 'LOCAL_DIR',
    meaning: 'The folder in which npm start keeps its data, secrets and logs.',
    unit: 'path; a relative one is below the project',
    default: '.local',
  }),
  databasePoolSize: setting(wholeNumber(2, 500), {
    name: 'DATABASE_POOL_SIZE',
    meaning:
      'How many connections to PostgreSQL one process opens at most; up to as many again for what need not wait for the disk (a worker), or for what somebody waits for with a key in the hand (an API).',
    unit: 'connections, 2 to 500',
    default: '10',
  }),
  workerConcurrency: setting(wholeNumber(1, 100), {
    name: 'WORKER_CONCURRENCY',
    meaning: 'How many background jobs one worker runs at the same time.',
    unit: 'jobs, 1 to 100',
    default: '4',
  }),
  sweepEveryMinutes: setting(wholeNumber(1, 1440), {
    name: 'SWEEP_EVERY_MINUTES',
    meaning: 'How long after a look at everything that stands on a gateway the next one comes.',
    unit: 'minutes, 1 to 1440',
    default: '10',
  }),
  gatewayTimeoutMs: setting(wholeNumber(100, 60_000), {
    name: 'GATEWAY_TIMEOUT_MS',
    meaning: 'How long an Admin API may take to answer one request; after that we ask what came of it.',
    unit: 'milliseconds, 100 to 60000',
    without: '10000, and 60000 where a Kong takes all of its objects as one document',
  }),
  redisUrl: setting(secret(url('redis', 'rediss')), {
    name: 'REDIS_URL',
    meaning: 'The Redis in which the nodes of a Kong share their rate limits.',
    unit: 'URL, redis:// or rediss://',
    without: 'every node of the gateway counts by itself',
  }),
  smtpUrl: setting(secret(url('smtp', 'smtps')), {
    name: 'SMTP_URL',
    meaning: 'The mail server that sends our mails.',
    unit: 'URL, smtp:// or smtps://',
    without: 'mails are written as files into .local/mail',
  }),
  mailFrom: setting(mailAddress, {
    name: 'MAIL_FROM',
    meaning: 'The sender of our mails.',
    unit: 'mail address',
    default: 'Gatehouse <gatehouse@localhost>',
  }),
  signUpEnabled: setting(yesOrNo, {
    name: 'SIGN_UP_ENABLED',
    meaning: 'Whether anybody may make an account.',
    unit: 'true or false',
    default: 'true',
  }),
  logLevel: setting(oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'), {
    name: 'LOG_LEVEL',
    meaning: 'The least grave lines that are logged.',
    unit: 'fatal, error, warn, info, debug, trace or silent',
    default: 'info',
  }),
};

/** The text of .env.example: every setting with meaning, unit and default. */
export function renderEnvExample(): string {
  const entries = Object.values(SETTINGS).map(({ name, meaning, unit, default: preset, without }: Setting<unknown>) =>
    [
      `# ${meaning}`,
      `# Unit: ${unit}`,
      preset === undefined ? `# Without it: ${without}` : `# Default: ${preset}`,
      `# ${name}=${preset ?? ''}`,
    ].join('\n'),
  );
  return `# The settings of Gatehouse. Each is an environment variable; take away the "# " before a name to set it.\n\n${entries.join('\n\n')}\n`;
}
