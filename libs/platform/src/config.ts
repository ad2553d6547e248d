import { BadSetting } from './setting-parsers.js';
import { SETTINGS, type Setting } from './settings.js';

type Settings = typeof SETTINGS;
type Key = keyof Settings;
type ValueOf<K extends Key> = Settings[K] extends Setting<infer T> ? T : never;

/** Settings that may be left out, and then are null: the feature behind them is off. */
type OptionalKey =
  'kongAdminUrl' | 'kongProxyUrl' | 'kongAdminToken' | 'gatewayStateFile' | 'gatewayTimeoutMs' | 'redisUrl' | 'smtpUrl';

/** Settings without which a process cannot work, unless it says that it can. */
type NeededKey = 'databaseUrl' | 'masterSecret';

/** All settings, parsed. Names as in settings.ts. */
export type Config = { readonly [K in Exclude<Key, OptionalKey>]: ValueOf<K> } & {
  readonly [K in OptionalKey]: ValueOf<K> | null;
};

/** A Config of a process that can do without some of the needed settings; those are null when they are left out. */
export type ConfigWithout<K extends NeededKey> = Omit<Config, K> & { readonly [N in K]: ValueOf<N> | null };

/** One wrong setting: its name, what is wrong with it, and how to write it. */
export interface SettingFault {
  name: string;
  problem: string;
  howTo: string;
}

/** All wrong settings together. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';

  constructor(readonly faults: SettingFault[]) {
    const lines = faults.map(({ name, problem, howTo }) => `  ${name} ${problem}. ${howTo}`);
    super(`The settings are wrong (each is an environment variable; see .env.example):\n${lines.join('\n')}`);
  }
}

/**
 * Reads the settings out of the environment. An empty text counts as left out. Throws a `ConfigFault` that names every
 * wrong setting. `optional` names needed settings that this process can do without.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config;
export function loadConfig<K extends NeededKey>(env: NodeJS.ProcessEnv, optional: K[]): ConfigWithout<K>;
export function loadConfig(env: NodeJS.ProcessEnv, optional: NeededKey[] = []): ConfigWithout<NeededKey> {
  const faults: SettingFault[] = [];
  const values = Object.fromEntries(
    Object.entries(SETTINGS).map(([key, setting]) => [key, read(setting as Setting<unknown>, env, faults)]),
  ) as Record<Key, unknown>;
  const needed = (['databaseUrl', 'masterSecret'] as const).filter((key) => !optional.includes(key));
  for (const key of needed) {
    const { name, unit } = SETTINGS[key];
    if (!env[name]) faults.push({ name, problem: 'is missing', howTo: `Write it as: ${unit}.` });
  }
  faults.push(...pairFaults(env), ...portFaults(values, env));
  if (faults.length > 0) throw new ConfigFault(faults);

  const publicApiUrl = values.publicApiUrl ?? `http://localhost:${values.apiPort}`;
  return Object.freeze({
    ...values,
    publicApiUrl,
    publicPortalUrl: values.publicPortalUrl ?? `http://localhost:${values.webPort}`,
    ingestUrl: values.ingestUrl ?? publicApiUrl,
  }) as ConfigWithout<NeededKey>;
}

function read(setting: Setting<unknown>, env: NodeJS.ProcessEnv, faults: SettingFault[]): unknown {
  const text = env[setting.name]?.trim() || setting.default;
  if (text === undefined) return null;
  try {
    return setting.parse(text);
  } catch (error) {
    if (!(error instanceof BadSetting)) throw error;
    faults.push({ name: setting.name, problem: error.problem, howTo: error.howTo });
    return null;
  }
}

function pairFaults(env: NodeJS.ProcessEnv): SettingFault[] {
  const [admin, proxy] = [SETTINGS.kongAdminUrl.name, SETTINGS.kongProxyUrl.name];
  if (Boolean(env[admin]) === Boolean(env[proxy])) return [];
  const [missing, present] = env[admin] ? [proxy, admin] : [admin, proxy];
  return [{ name: missing, problem: `is missing, but ${present} is set`, howTo: 'Set both, or neither.' }];
}

const PORT_KEYS = [
  'webPort',
  'apiPort',
  'gatewayProxyPort',
  'gatewayAdminPort',
  'upstreamPort',
  'postgresPort',
] as const;

function portFaults(values: Record<Key, unknown>, env: NodeJS.ProcessEnv): SettingFault[] {
  return PORT_KEYS.flatMap((key, index) => {
    const other = PORT_KEYS.slice(0, index).find((earlier) => values[earlier] === values[key] && values[key] !== null);
    if (other === undefined) return [];
    // The one that was set is the one to change; of two that were set, the later.
    const [changed, kept] = env[SETTINGS[key].name] ? [key, other] : [other, key];
    const problem = `is the same port as ${SETTINGS[kept].name}`;
    return [{ name: SETTINGS[changed].name, problem, howTo: 'Give each its own port.' }];
  });
}
