/** A Redis that all nodes of a gateway can reach. */
export interface RedisSettings {
  host: string;
  port: number;
  username?: string;
  password?: string;
  database?: number;
  tls?: boolean;
}

export interface CounterOptions {
  /** Where calls are counted for all nodes together; without it each node counts for itself. */
  redis?: RedisSettings;
  /** What the gateway said about its version; unknown counts as current. */
  kongVersion?: string | null;
}

/** The part of a rate-limiting config that says where calls are counted. */
export function counterSettings({ redis, kongVersion }: CounterOptions): Record<string, unknown> {
  if (!redis) return { policy: 'local' };
  const fields = {
    host: redis.host,
    port: redis.port,
    database: redis.database ?? 0,
    ssl: redis.tls ?? false,
    ...(redis.username === undefined ? {} : { username: redis.username }),
    ...(redis.password === undefined ? {} : { password: redis.password }),
  };
  if (!isOlderThan(kongVersion, 3, 6)) return { policy: 'redis', redis: fields };
  const flat = Object.entries(fields).map(([name, value]) => [`redis_${name}`, value]);
  return { policy: 'redis', ...Object.fromEntries(flat) };
}

/** Whether a version such as `3.4.2` or `3.4.3.1` lies before major.minor. An unknown version does not. */
export function isOlderThan(version: string | null | undefined, major: number, minor: number): boolean {
  const parts = /^(\d+)\.(\d+)/.exec(version ?? '');
  if (!parts) return false;
  const [ours, theirs] = [Number(parts[1]) * 1000 + Number(parts[2]), major * 1000 + minor];
  return ours < theirs;
}
