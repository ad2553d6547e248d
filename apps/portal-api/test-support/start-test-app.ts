import 'reflect-metadata';
import { Writable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { PlatformRole } from '#domain';
import { type Clock, type Config, createLogger, loadConfig, systemClock } from '#platform';
import { createTestDatabase, HttpHarness, type TestDatabase } from '#testing';
import { AccessTokens } from '../src/auth/access-token.js';
import { createApp } from '../src/create-app.js';
import { Database } from '../src/database/database.js';
import { SessionsStore } from '../src/sessions/sessions.store.js';
import { UsersStore } from '../src/users/users.store.js';

/** Somebody who is signed in. */
export interface TestUser {
  id: string;
  email: string;
  /** access token */
  token: string;
  personalTeamId: string;
}

/** The whole API on a free port, on a database of its own. */
export interface TestApp {
  app: NestFastifyApplication;
  http: HttpHarness;
  database: Database;
  databaseUrl: string;
  /** Every line that was logged. */
  logs: string[];
  /** Makes a user who is signed in, without the cost of a password. */
  addUser(name: string, platformRole?: PlatformRole): Promise<TestUser>;
  stop(): Promise<void>;
}

export const TEST_MASTER_SECRET = 'a master secret of tests: 0123456789 abcdef';

export interface TestAppOptions {
  /** Environment variables on top of those that a test needs. */
  env?: Record<string, string>;
  clock?: Clock;
  /** Use this database and leave it behind. */
  databaseUrl?: string;
}

/** Starts the real application; `stop()` ends it and removes its database. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const own: TestDatabase | null = options.databaseUrl === undefined ? await createTestDatabase() : null;
  const databaseUrl = options.databaseUrl ?? own?.url ?? '';
  const config = testConfig(databaseUrl, options.env);
  const logs: string[] = [];
  const app = await createApp(config, createLogger('portal-api', 'debug', linesInto(logs)), options.clock);
  await app.listen(0, '127.0.0.1');
  const database = app.get(Database);
  return {
    app,
    http: new HttpHarness(await app.getUrl()),
    database,
    databaseUrl,
    logs,
    addUser: (name, platformRole = 'member') => addUser(app, options.clock ?? systemClock, name, platformRole),
    stop: async () => {
      await app.close();
      await own?.drop();
    },
  };
}

/** Settings fit for a test; no port of them is listened on. */
export function testConfig(databaseUrl: string, env: Record<string, string> = {}): Config {
  return loadConfig({ DATABASE_URL: databaseUrl, MASTER_SECRET: TEST_MASTER_SECRET, DATABASE_POOL_SIZE: '5', ...env });
}

async function addUser(
  app: NestFastifyApplication,
  clock: Clock,
  name: string,
  platformRole: PlatformRole,
): Promise<TestUser> {
  const email = `${name}@example.com`;
  const now = clock.now();
  return app.get(Database).transaction(async (tx) => {
    const { user, teamId } = await app
      .get(UsersStore)
      .create(tx, { email, displayName: name, passwordHash: 'none', platformRole });
    const sessionId = await app
      .get(SessionsStore)
      .start(tx, { userId: user.id, ip: '127.0.0.1', userAgent: 'spec', createdAt: now });
    // Whether a token is in time is asked of the real clock, whatever the app takes for now.
    const { accessToken } = app.get(AccessTokens).issue(user.id, sessionId, Date.now());
    return { id: user.id, email, token: accessToken, personalTeamId: teamId };
  });
}

/** What nobody expects is printed as well: the answer that a test got says only that it was written down. */
function linesInto(lines: string[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      const line = chunk.toString('utf8');
      lines.push(line);
      if (line.includes('"internal.unexpected"')) process.stderr.write(line);
      done();
    },
  });
}
