import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DCLinter } from 'dclint';
import { parse } from 'yaml';
import { loadConfig, projectRoot, SETTINGS } from '#platform';

interface ComposeService {
  image: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  restart?: string;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

const SECRETS = ['MASTER_SECRET', 'POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'KONG_POSTGRES_PASSWORD'];
const GIVEN: Record<string, string> = {
  ...Object.fromEntries(SECRETS.map((name) => [name, 'password1'])),
  MASTER_SECRET: 'VhJ3zq0x1bNs8Yc5RkTe7mWfPo2LiDuGa4Xj6Q9Z',
};

const inRoot = (...parts: string[]): string => path.join(projectRoot(), ...parts);
const text = readFileSync(inRoot('docker-compose.yml'), 'utf8');
const file = parse(text, { merge: true }) as {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
  networks: { default: { ipam: { config: { subnet: string }[] } } };
};
const services = Object.entries(file.services);
const isOneShot = ({ restart }: ComposeService): boolean => restart === 'no';
const ours = services.filter(([, service]) => service.build !== undefined);

/** Puts values in place of `${NAME:-default}` and `${NAME:?reason}`, as Compose does. */
function interpolated(value: string, given = GIVEN): string {
  return value.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, operator?: string, rest = '') => {
    if (given[name]) return given[name];
    if (operator === '?') throw new Error(`${name} is missing: ${rest}`);
    return rest;
  });
}

function environmentOf({ environment = {} }: ComposeService): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, interpolated(String(value))]));
}

/** What the JSON schema of the Compose Specification has against a file. */
function schemaFaults(content: string): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-compose-'));
  try {
    const copy = path.join(folder, 'docker-compose.yml');
    writeFileSync(copy, content);
    const linter = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] });
    const results: { messages: { type: string; message: string }[] }[] = linter.lintFiles([copy], false);
    const messages = results.flatMap((result) => result.messages);
    return messages.filter(({ type }) => type === 'error').map(({ message }) => message);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('docker-compose.yml', () => {
  it('is what the Compose Specification allows', () => {
    expect(schemaFaults(text)).toEqual([]);
  });

  it.each([
    ['restart: unless-stopped', 'restrat: unless-stopped'],
    ['start_period: 30s', 'start_perod: 30s'],
    ['condition: service_healthy', 'condition: service_helthy'],
    ["ports: ['127.0.0.1:3000:3000']", 'ports: 3000'],
    ['cap_drop: [ALL]', 'cap_drop: ALL'],
  ])('would not be with "%s" written as "%s"', (right, wrong) => {
    expect(text).toContain(right);
    expect(schemaFaults(text.replace(right, wrong))).not.toEqual([]);
  });

  it.each(services)('pins the image of %s to an exact version', (_, { image }) => {
    expect(image).toMatch(/^[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z]+)*$/);
  });

  it.each(services.filter(([, service]) => !isOneShot(service)))('watches over and restarts %s', (_, service) => {
    expect(service.restart).toBe('unless-stopped');
    expect(service.healthcheck?.test.length).toBeGreaterThan(1);
  });

  it.each(services)('lets %s wait for what it needs, in a way that can come true', (_, { depends_on = {} }) => {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      const needed = file.services[name];
      expect(needed).toBeDefined();
      expect(condition).toBe(isOneShot(needed!) ? 'service_completed_successfully' : 'service_healthy');
    }
  });

  it('declares the volumes that it uses, and no other', () => {
    const used = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':', 1)[0]));
    expect(Object.keys(file.volumes).sort()).toEqual([...new Set(used)].sort());
  });

  it('publishes the Admin API of Kong nowhere, and beyond this machine only its proxy', () => {
    const published = services.flatMap(([, { ports = [] }]) => ports);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual(['0.0.0.0:8000:8000']);
    expect(published.join()).not.toContain('8001');
  });

  it.each(SECRETS)('has no default for %s', (name) => {
    const { [name]: _left, ...others } = GIVEN;
    expect(() => interpolated(text, others)).toThrow(`${name} is missing`);
    expect(text).not.toContain(`\${${name}}`);
    expect(text).not.toContain(`\${${name}:-`);
  });

  it.each(ours)('tells %s nothing that is no setting', (_, service) => {
    const known = Object.values(SETTINGS).map(({ name }) => name);
    expect(known).toEqual(expect.arrayContaining(Object.keys(environmentOf(service))));
  });

  it.each(ours)('gives %s settings that it accepts', (name, service) => {
    const config = loadConfig(environmentOf(service), name === 'portal' ? ['databaseUrl'] : []);
    expect(config.host).toBe('0.0.0.0');
  });

  it.each(['api', 'portal'])('lets only what is inside the network tell %s the address of a caller', (name) => {
    const config = loadConfig(environmentOf(file.services[name]!), ['databaseUrl']);
    expect(config.trustProxy).toBe(file.networks.default.ipam.config[0]?.subnet);
  });

  it.each(ours)('runs %s by a program that the build makes', (_, { command = [], healthcheck }) => {
    const programs = [...command, ...(healthcheck?.test ?? [])].filter((word) => word.startsWith('dist/'));
    expect(programs.length).toBeGreaterThan(0);
    for (const program of programs)
      expect(existsSync(inRoot(program.replace(/^dist\//, '').replace(/\.js$/, '.ts')))).toBe(true);
  });

  it('checks the ports on which the API and the portal listen', () => {
    for (const [name, port] of [
      ['api', loadConfig(GIVEN, ['databaseUrl']).apiPort],
      ['portal', 3000],
    ] as const)
      expect(file.services[name]?.healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${port}/readyz`);
  });
});

describe('Dockerfile', () => {
  const dockerfile = readFileSync(inRoot('Dockerfile'), 'utf8');

  it('copies what is there', () => {
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, words]) => words!.split(' '));
    expect(sources.length).toBeGreaterThan(3);
    expect(sources.filter((source) => !existsSync(inRoot(source)))).toEqual([]);
  });

  it('begins with one exact version of Node.js and ends as a user who is not root', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(bases.filter((base) => base !== 'base')).toEqual([expect.stringMatching(/^node:\d+\.\d+\.\d+-[a-z-]+$/)]);
    expect(dockerfile.slice(dockerfile.lastIndexOf('FROM '))).toMatch(/^USER node$/m);
  });
});
