import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot, uuid } from '#platform';
import type { HttpAnswer } from '#testing';
import { startTestApp, type TestApp, type TestUser } from '../test-support/start-test-app.js';
import {
  addSharedThings,
  addTeamWithThings,
  type SharedThings,
  type TeamWithThings,
} from '../test-support/team-things.js';
import { AccessTokens } from './auth/access-token.js';
import { MATRIX, type MatrixRow, type Role, ROLES } from './authorisation.matrix.js';
import { SessionsStore } from './sessions/sessions.store.js';

const file = path.join(projectRoot(), 'openapi', 'portal-api.json');
const { paths } = JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, object> };
const routes = Object.entries(paths).flatMap(([address, item]) =>
  Object.keys(item).map((method) => `${method.toUpperCase()} ${address}`),
);

/** Nothing of it exists. */
const ABSENT: Record<string, string> = Object.fromEntries(
  [
    'teamId',
    'userId',
    'applicationId',
    'subscriptionId',
    'credentialId',
    'gatewayId',
    'adoptionId',
    'brownoutId',
    'sessionId',
    'callId',
  ].map((name) => [name, uuid()]),
);
Object.assign(ABSENT, { slug: 'absent', version: 'absent', plan: 'absent' });

let api: TestApp;
let shared: SharedThings;
let rival: TestUser;
const people = {} as Record<Exclude<Role, 'anonymous'>, TestUser>;
beforeAll(async () => {
  api = await startTestApp();
  shared = await addSharedThings(api);
  for (const role of ROLES) {
    if (role === 'anonymous') continue;
    people[role] = await api.addUser(role, role === 'auditor' || role === 'admin' ? role : 'member');
  }
  rival = await api.addUser('rival');
});
afterAll(() => api.stop());

const own = (row: MatrixRow) =>
  addTeamWithThings(api, shared, row, {
    viewer: people.viewer.id,
    member: people.member.id,
    owner: people.owner.id,
  });
const foreign = (row: MatrixRow) => addTeamWithThings(api, shared, row, { owner: rival.id });

/** Every call comes with a session of its own, so that one that signs out disturbs no other. */
async function tokenOf(user: TestUser): Promise<string> {
  const now = new Date();
  const session = { userId: user.id, ip: '', userAgent: '', createdAt: now };
  const id = await api.database.transaction((tx) => api.app.get(SessionsStore).start(tx, session));
  return api.app.get(AccessTokens).issue(user.id, id, now.getTime()).accessToken;
}

async function ask(
  route: string,
  row: MatrixRow,
  who: TestUser | null,
  things: TeamWithThings,
  params: Record<string, string> = things.params,
): Promise<HttpAnswer> {
  const [method = '', template = ''] = route.split(' ');
  const address = template.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? `no ${name}`);
  const unique = `u${uuid()}`;
  const query = typeof row.query === 'function' ? row.query(things) : (row.query ?? '');
  return api.http.call(method, `${address}${query}`, {
    token: who === null ? undefined : await tokenOf(who),
    headers: { 'if-match': '"1"' },
    body: row.body?.({ ...things, unique }),
  });
}

const asked = (role: Role): TestUser | null => (role === 'anonymous' ? null : people[role]);
const statusOf = (row: MatrixRow, role: Role): number => row.statuses[ROLES.indexOf(role)]!;
const isWrite = (route: string): boolean => !route.startsWith('GET ');
const bytes = ({ text }: HttpAnswer): string => text.replace(/"requestId":"[^"]+"/, '');
const writes = (): Promise<number> => api.database.prisma.auditEntry.count();

it('has a row for every route, and no other', () => {
  expect(Object.keys(MATRIX).sort()).toEqual([...routes].sort());
});

describe.each(Object.entries(MATRIX))('%s', (route, row) => {
  const hasParams = route.includes('{');
  const isPlatform = /\{gatewayId\}/.test(route);

  it('answers each role as the table says for a thing of its own team, and changes nothing when it refuses', async () => {
    const answered: Record<string, number> = {};
    let things = await own(row);
    for (const role of ROLES) {
      const before = await writes();
      const { status } = await ask(route, row, asked(role), things);
      answered[role] = status;
      if (status >= 400) expect([role, await writes()]).toEqual([role, before]);
      else if (isWrite(route)) things = await own(row);
    }
    expect(answered).toEqual(Object.fromEntries(ROLES.map((role) => [role, statusOf(row, role)])));
  });

  if (isPlatform)
    it('tells only those who read everything whether it exists', async () => {
      const things = await own(row);
      for (const role of ROLES) {
        const known = statusOf(row, role);
        const { status } = await ask(route, row, asked(role), things, ABSENT);
        expect([role, status]).toEqual([role, known < 400 ? 404 : known]);
      }
    });

  if (!hasParams || isPlatform) return;

  it("answers for another team's thing as for one that does not exist", async () => {
    const things = await foreign(row);
    for (const role of ['anonymous', 'stranger', 'viewer', 'member', 'owner'] as const) {
      const before = await writes();
      const other = await ask(route, row, asked(role), things);
      const absent = await ask(route, row, asked(role), things, ABSENT);
      expect([role, other.status]).toEqual([role, role === 'anonymous' ? row.statuses[0] : 404]);
      expect(bytes(other)).toBe(bytes(absent));
      expect(await writes()).toBe(before);
    }
    expect((await ask(route, row, rival, things)).status).toBe(statusOf(row, 'owner'));
  });

  it('says to those who read everything what does not exist', async () => {
    const things = await own(row);
    for (const role of ['auditor', 'admin'] as const)
      expect([role, (await ask(route, row, asked(role), things, ABSENT)).status]).toEqual([role, 404]);
  });

  const names = [...route.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  if (names.length < 2) return;

  it("does not reach another team's thing through the address of the own team", async () => {
    const [mine, theirs] = [await own(row), await foreign(row)];
    const inner = names.at(-1)!;
    const crossed = { ...mine.params, [inner]: theirs.params[inner]! };
    const before = await writes();
    const answer = await ask(route, row, people.owner, mine, crossed);
    const absent = await ask(route, row, people.owner, mine, { ...mine.params, [inner]: ABSENT[inner]! });
    expect(answer.status).toBe(404);
    expect(bytes(answer)).toBe(bytes(absent));
    expect(await writes()).toBe(before);
  });
});
