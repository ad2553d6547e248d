import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import { ConfigFault, loadConfig } from './config.js';
import { projectRoot } from './project-root.js';
import { renderEnvExample, SETTINGS } from './settings.js';

const needed = {
  DATABASE_URL: 'postgresql://user:canary-password@127.0.0.1:5432/gatehouse',
  MASTER_SECRET: 'canary-0123456789abcdefghijklmnopqrstuvwxyz',
};

function faultsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  try {
    loadConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    return Object.fromEntries(error.faults.map(({ name, problem }) => [name, problem]));
  }
  return {};
}

describe('loadConfig', () => {
  it('fills in every default', () => {
    expect(loadConfig(needed)).toMatchObject({
      host: '127.0.0.1',
      apiPort: 3001,
      webPort: 3000,
      gatewayProxyPort: 8000,
      gatewayAdminPort: 8001,
      upstreamPort: 8090,
      postgresPort: 5433,
      publicApiUrl: 'http://localhost:3001',
      publicPortalUrl: 'http://localhost:3000',
      ingestUrl: 'http://localhost:3001',
      kongAdminUrl: null,
      kongProxyUrl: null,
      kongAdminToken: null,
      redisUrl: null,
      smtpUrl: null,
      trustProxy: false,
      signUpEnabled: true,
      databasePoolSize: 10,
      workerConcurrency: 4,
      logLevel: 'info',
    });
  });

  it('lets addresses follow the ports and each other', () => {
    expect(loadConfig({ ...needed, API_PORT: '4001', WEB_PORT: '4000' })).toMatchObject({
      publicApiUrl: 'http://localhost:4001',
      publicPortalUrl: 'http://localhost:4000',
    });
    expect(loadConfig({ ...needed, PUBLIC_API_URL: 'https://api.example.com/' })).toMatchObject({
      publicApiUrl: 'https://api.example.com',
      ingestUrl: 'https://api.example.com',
    });
  });

  it('reports all faults together, each with its name and how to write it', () => {
    const env = { API_PORT: '70000', LOG_LEVEL: 'loud', SIGN_UP_ENABLED: 'yes', DATABASE_URL: 'mysql://host/db' };
    expect(Object.keys(faultsOf(env)).sort()).toEqual([
      'API_PORT',
      'DATABASE_URL',
      'LOG_LEVEL',
      'MASTER_SECRET',
      'SIGN_UP_ENABLED',
    ]);
    expect(() => loadConfig(env)).toThrow(/API_PORT is not a whole number.*from 1 to 65535/);
    expect(() => loadConfig(env)).toThrow(/LOG_LEVEL .*Write one of: fatal, error/);
  });

  it.each([
    ['API_PORT', '3e3'],
    ['API_PORT', ' 80 80 '],
    ['DATABASE_POOL_SIZE', '1'],
    ['WORKER_CONCURRENCY', '0'],
    ['SWEEP_EVERY_MINUTES', '1441'],
    ['GATEWAY_TIMEOUT_MS', '99'],
    ['HOST', 'http://0.0.0.0'],
    ['PUBLIC_API_URL', 'ftp://host'],
    ['PUBLIC_API_URL', 'https://user:pass@host'],
    ['PUBLIC_API_URL', 'https://host/?a=b'],
    ['MASTER_SECRET', 'short'],
    ['MASTER_SECRET', 'a'.repeat(64)],
    ['MAIL_FROM', 'nobody'],
    ['MAIL_FROM', 'a@b\r\nBcc: c@d'],
    ['KONG_ADMIN_TOKEN', 'two words'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/8,proxy'],
    ['REDIS_URL', 'localhost:6379'],
  ])('refuses %s=%s', (name, text) => {
    expect(faultsOf({ ...needed, [name]: text })).toHaveProperty(name);
  });

  it('takes proxies by their addresses', () => {
    expect(loadConfig({ ...needed, TRUST_PROXY: '10.0.0.0/8, ::1' }).trustProxy).toBe('10.0.0.0/8,::1');
  });

  it('wants both addresses of a Kong or none', () => {
    expect(faultsOf({ ...needed, KONG_ADMIN_URL: 'http://kong:8001' })).toEqual({
      KONG_PROXY_URL: 'is missing, but KONG_ADMIN_URL is set',
    });
  });

  it('refuses two settings with one port, and names the one that was set', () => {
    expect(faultsOf({ ...needed, WEB_PORT: '8000' })).toEqual({ WEB_PORT: 'is the same port as GATEWAY_PROXY_PORT' });
  });

  it('lets a process do without what it does not use', () => {
    expect(loadConfig({}, ['databaseUrl', 'masterSecret'])).toMatchObject({ databaseUrl: null, masterSecret: null });
    expect(faultsOf({})).toEqual({ DATABASE_URL: 'is missing', MASTER_SECRET: 'is missing' });
  });

  it('never shows a secret, neither in the config nor in a fault', () => {
    const config = loadConfig(needed);
    expect(config.masterSecret.reveal()).toBe(needed.MASTER_SECRET);
    const shown = [JSON.stringify(config), inspect(config, { depth: 5, showHidden: true }), `${config.databaseUrl}`];
    expect(shown.join()).not.toContain('canary');
    expect(shown.join()).toContain('[secret]');
    const wrong = { DATABASE_URL: 'canary://canary', MASTER_SECRET: 'canary', KONG_ADMIN_TOKEN: 'canary canary' };
    expect(JSON.stringify(faultsOf(wrong))).not.toContain('canary');
    expect(Object.keys(faultsOf(wrong))).toHaveLength(3);
  });
});

describe('.env.example', () => {
  const file = readFileSync(path.join(projectRoot(), '.env.example'), 'utf8');

  it('is what the settings say (npm run env-example writes it)', () => {
    expect(file).toBe(renderEnvExample());
  });

  it.each(Object.values(SETTINGS).map(({ name, meaning, unit }) => ({ name, meaning, unit })))(
    'lists $name with meaning, unit and default',
    ({ name, meaning, unit }) => {
      const entry = file.split('\n\n').find((part) => part.includes(`\n# ${name}=`));
      expect(entry).toContain(`# ${meaning}`);
      expect(entry).toContain(`# Unit: ${unit}`);
      expect(entry).toMatch(/# (Default|Without it): \S/);
    },
  );

  it('holds defaults that are valid', () => {
    const lines = file.split('\n').filter((line) => /^# [A-Z_]+=./.test(line));
    const env = Object.fromEntries(lines.map((line) => line.slice(2).split(/=(.*)/s)));
    expect(Object.keys(env).length).toBeGreaterThan(10);
    expect(faultsOf({ ...needed, ...env })).toEqual({});
  });
});
