import { type Config, type ConfigWithout, isPortFree, startEmbeddedPostgres } from '#platform';
import { applyMigrations } from '#prisma/tools';
import { ApiClient } from './api-client.js';
import { ensureDemo } from './demo.js';
import { ensureAdmin } from './ensure-admin.js';
import { ensureGateway, type GatewayAddress } from './ensure-gateway.js';
import type { LocalSecrets, LocalState, ReadyFacts } from './local-state.js';
import type { ProcessGroup } from './process-group.js';
import { answers, waitUntil } from './wait-until.js';

export type StartConfig = ConfigWithout<'databaseUrl' | 'masterSecret'>;
type Say = (line: string) => void;

const START_DEADLINE_MS = 60_000;
const FIRST_CALL_DEADLINE_MS = 30_000;

/** Says which ports are taken, all of them at once. */
export async function requirePorts(config: StartConfig, postgresRuns: boolean): Promise<void> {
  const wanted: [string, number, boolean][] = [
    ['WEB_PORT', config.webPort, true],
    ['API_PORT', config.apiPort, true],
    ['UPSTREAM_PORT', config.upstreamPort, true],
    ['GATEWAY_PROXY_PORT', config.gatewayProxyPort, config.kongAdminUrl === null],
    ['GATEWAY_ADMIN_PORT', config.gatewayAdminPort, config.kongAdminUrl === null],
    ['POSTGRES_PORT', config.postgresPort, config.databaseUrl === null && !postgresRuns],
  ];
  const taken: string[] = [];
  for (const [name, port, needed] of wanted) if (needed && !(await isPortFree(port))) taken.push(`${port} (${name})`);
  if (taken.length === 0) return;
  const [noun, verb] = taken.length === 1 ? ['Port', 'is'] : ['Ports', 'are'];
  throw new Error(`${noun} ${taken.join(', ')} ${verb} taken. Stop what listens there, or set another port.`);
}

/** The database of this start: the one that is set, or an embedded one in the local folder. */
export async function openDatabase(
  config: StartConfig,
  state: LocalState,
  secrets: LocalSecrets,
  say: Say,
): Promise<{ url: string; stop(): Promise<void> }> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl.reveal(), stop: async () => undefined };
  say('Starting PostgreSQL');
  return startEmbeddedPostgres({
    dataDir: state.path('postgres'),
    port: config.postgresPort,
    password: secrets.postgresPassword,
    persistent: true,
    log: say,
  });
}

/** What every process of ours is told. */
function processEnv(config: StartConfig, secrets: LocalSecrets, databaseUrl: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    MASTER_SECRET: config.masterSecret?.reveal() ?? secrets.masterSecret,
  };
}

/** Migrates, starts the processes, waits for them and fills the demo. Returns what is printed. */
export async function bringUp(
  config: StartConfig,
  state: LocalState,
  group: ProcessGroup,
  databaseUrl: string,
  say: Say,
): Promise<ReadyFacts> {
  const secrets = state.secrets();
  const env = processEnv(config, secrets, databaseUrl);
  say('Migrating the database');
  await applyMigrations(databaseUrl, { log: say });
  await ensureAdmin(env, secrets);

  say('Starting the upstream, the gateway, the API, the worker and the portal');
  const gateway = gatewayAddress(config);
  group.start('upstream', 'apps/quickstart/src/demo-upstream.js', {
    ...env,
    UPSTREAM_PORT: String(config.upstreamPort),
  });
  if (config.kongAdminUrl === null)
    group.start('local-gateway', 'apps/local-gateway/src/main.js', {
      ...env,
      GATEWAY_STATE_FILE: state.path('local-gateway.json'),
    });
  // The portal, on the same machine, tells the API the address of the visitor it asks for.
  group.start('portal-api', 'apps/portal-api/src/main.js', { TRUST_PROXY: '127.0.0.1', ...env });
  group.start('worker', 'apps/portal-api/src/main.worker.js', env);
  group.start('portal-web', 'apps/portal-web/src/main.js', env);
  const { publicApiUrl, publicPortalUrl } = config;
  await waitUntil('The start of the API', START_DEADLINE_MS, () => answers(`${publicApiUrl}/readyz`));
  await waitUntil('The start of the portal', START_DEADLINE_MS, () => answers(`${publicPortalUrl}/healthz`));

  say('Filling the demo');
  const api = new ApiClient(publicApiUrl, secrets.adminEmail, secrets.adminPassword);
  await ensureGateway(api, gateway);
  const demo = await ensureDemo(api, state, `http://127.0.0.1:${config.upstreamPort}`, gateway.proxyUrl);
  await waitForFirstCall(demo.curl);
  return {
    portalUrl: publicPortalUrl,
    apiUrl: publicApiUrl,
    gatewayUrl: gateway.proxyUrl,
    gatewayAdminUrl: gateway.adminUrl,
    adminEmail: secrets.adminEmail,
    adminPassword: secrets.adminPassword,
    demoCurl: demo.curl,
  };
}

function gatewayAddress(config: StartConfig | Config): GatewayAddress {
  if (config.kongAdminUrl !== null && config.kongProxyUrl !== null) {
    const adminToken = config.kongAdminToken?.reveal();
    return { slug: 'kong', name: 'Kong', adminUrl: config.kongAdminUrl, proxyUrl: config.kongProxyUrl, adminToken };
  }
  return {
    slug: 'local',
    name: 'Local gateway',
    adminUrl: `http://127.0.0.1:${config.gatewayAdminPort}`,
    proxyUrl: `http://127.0.0.1:${config.gatewayProxyPort}`,
  };
}

/** A curl that is printed works: the gateway has taken the key. */
async function waitForFirstCall(curl: string): Promise<void> {
  const url = /'(https?:\/\/[^']+)'/.exec(curl)?.[1];
  const key = /apikey: ([0-9A-Za-z]+)/.exec(curl)?.[1];
  if (url === undefined || key === undefined) throw new Error('The curl of the demo holds no address or no key.');
  await waitUntil('The first call through the gateway', FIRST_CALL_DEADLINE_MS, () => answers(url, { apikey: key }));
}
