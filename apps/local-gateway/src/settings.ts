/** The settings of the process; ports are TCP ports. */
export interface Settings {
  host: string;
  proxyPort: number;
  adminPort: number;
  statePath: string | undefined;
}

/** Reads the environment. All faults are reported together, each with the name of its variable. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const faults: string[] = [];
  const port = (name: string, fallback: number): number => {
    const text = environment[name];
    if (text === undefined || text === '') return fallback;
    const value = Number(text);
    if (!Number.isInteger(value) || value < 0 || value > 65535) faults.push(`${name} must be a port from 0 to 65535`);
    return value;
  };
  const settings: Settings = {
    host: environment['HOST'] || '127.0.0.1',
    proxyPort: port('GATEWAY_PORT', 8000),
    adminPort: port('GATEWAY_ADMIN_PORT', 8001),
    statePath: environment['LOCAL_GATEWAY_STATE'] || undefined,
  };
  if (settings.proxyPort === settings.adminPort && settings.proxyPort !== 0) {
    faults.push('GATEWAY_PORT and GATEWAY_ADMIN_PORT must differ');
  }
  if (faults.length > 0) throw new Error(`Wrong settings: ${faults.join('; ')}.`);
  return settings;
}
