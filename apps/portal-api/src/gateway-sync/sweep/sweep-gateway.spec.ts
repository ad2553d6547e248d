import { randomUUID } from 'node:crypto';
import { canonicalHash, type RemoteObject } from '#gateway';
import { SWEEP_MINUTES } from './sweep-limits.js';
import { countStatements } from '../../../test-support/count-statements.js';
import { desiredScopes, startSweptGateway, type SweptGateway } from '../../../test-support/swept-gateway.js';

let kong: SweptGateway;
let lateMs: number;
let objects: RemoteObject[];
const idOf = (kind: string, name?: string) =>
  objects.find((object) => object.kind === kind && (name === undefined || object.body.name === name))!.id;
const writes = () => kong.fake.requests.log.filter(({ method }) => method !== 'GET').map(({ method }) => method);

beforeEach(async () => {
  lateMs = 0;
  kong = await startSweptGateway({ now: () => new Date(Date.now() + lateMs) });
  const { gateway, version, application } = desiredScopes(kong);
  objects = [await kong.push(gateway), await kong.push(version), await kong.push(application)].flat();
  kong.fake.requests.reset();
});
afterEach(() => kong.close());

describe('a sweep of a gateway on which nothing was touched', () => {
  it('finds nothing, counts what is ours, and only reads', async () => {
    await kong.sweep();
    expect(await kong.findings()).toEqual([]);
    const { owned, foreign, swept_at, sweep_error } = await kong.row();
    expect(Object.values(owned as Record<string, number>).reduce((sum, count) => sum + count)).toBe(objects.length);
    expect([foreign, swept_at, sweep_error]).toEqual([{}, expect.any(Date), null]);
    expect(writes()).toEqual([]);
    expect(await kong.sql('SELECT * FROM audit_entry')).toEqual([]);
  });
});

describe('what was changed by hand', () => {
  it('is found field by field, where we wished the field', async () => {
    await kong.edit('services', idOf('services', 'orders.v1'), { host: 'elsewhere.internal' });
    await kong.sweep();
    expect(await kong.findings()).toEqual([
      {
        finding: 'changed',
        kind: 'services',
        scope: `version:${kong.ids.version}`,
        name: 'orders.v1',
        fields: [{ path: 'host', wished: '"orders.internal"', found: '"elsewhere.internal"' }],
        ignored: false,
      },
    ]);
  });

  it('is found where we never wished the field', async () => {
    await kong.edit('services', idOf('services', 'orders.v1'), { retries: 9 });
    await kong.sweep();
    expect(await kong.findings()).toMatchObject([{ fields: [{ path: 'retries', wished: '5', found: '9' }] }]);
  });

  it('is found where somebody took our mark off, and is still ours', async () => {
    await kong.edit('services', idOf('services', 'orders.v1'), { tags: null });
    await kong.sweep();
    expect(await kong.findings()).toMatchObject([{ finding: 'changed', fields: [{ path: 'tags' }] }]);
    expect((await kong.row()).foreign).toEqual({});
  });

  it('is not looked for in what was pushed before answers were kept', async () => {
    await kong.sql(`UPDATE inventory_object SET answered = '{}', answered_hash = 'of another form'`);
    await kong.remove('routes', idOf('routes', 'orders.v1'));
    await kong.sweep();
    expect(await kong.findings()).toMatchObject([{ finding: 'missing', kind: 'routes' }]);
  });

  it('is told in the audit log once, and again only when it changes', async () => {
    await kong.edit('services', idOf('services', 'orders.v1'), { retries: 9 });
    await kong.sweep();
    await kong.sweep();
    const entries = () => kong.sql('SELECT action, actor_label, after FROM audit_entry ORDER BY id');
    const after = { missing: 0, changed: 1, unknown: 0, gone: 0, open: 1, leftOut: 0 };
    expect(await entries()).toEqual([{ action: 'gateway.drifted', actor_label: 'system', after }]);
    await kong.edit('services', idOf('services', 'orders.v1'), { retries: 5 });
    await kong.sweep();
    expect(await kong.findings()).toEqual([]);
    expect((await entries())[1]).toMatchObject({ after: { changed: 0, gone: 1, open: 0 } });
  });

  it('stays ignored while it stands as it stood, and counts again when it is changed again', async () => {
    await kong.edit('services', idOf('services', 'orders.v1'), { retries: 9 });
    await kong.sweep();
    await kong.sql('UPDATE drift_finding SET ignored_at = now()');
    await kong.sweep();
    await kong.sql(`UPDATE sync_scope SET wished = wished + 1 WHERE scope LIKE 'version:%'`);
    await kong.sweep();
    expect(await kong.findings()).toMatchObject([{ ignored: true }]);
    await kong.sql('UPDATE sync_scope SET applied = wished');
    await kong.edit('services', idOf('services', 'orders.v1'), { retries: 10 });
    await kong.sweep();
    expect(await kong.findings()).toMatchObject([{ ignored: false, fields: [{ found: '10' }] }]);
  });
});

describe('what is not where it should be', () => {
  it('is missing when it was deleted by hand', async () => {
    await kong.remove('routes', idOf('routes', 'orders.v1'));
    await kong.sweep();
    expect(await kong.findings()).toMatchObject([
      { finding: 'missing', kind: 'routes', name: 'orders.v1', fields: [] },
    ]);
  });

  it.each([
    ['application:not-an-id', 'gateway'],
    ['somewhere', 'gateway'],
    [`version:${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`, null],
  ])('is unknown when it carries our mark with the scope %s and no push has put it there', async (scope, kept) => {
    const [tag] = (objects[0]!.body.tags as string[]).filter((text) => /^gatehouse-[0-9a-f]{8}$/.test(text));
    const tags = ['gatehouse', tag, `gatehouse-scope:${scope}`];
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'smuggled', host: 'x.internal', tags });
    await fetch(`${kong.fake.url}/services`, { method: 'POST', headers, body });
    await kong.sweep();
    expect(await kong.findings()).toMatchObject([{ finding: 'unknown', name: 'smuggled', scope: kept ?? scope }]);
    expect((await kong.row()).foreign).toEqual({});
  });
});

describe('what others have put there', () => {
  it('is counted and listed, and nobody touches it', async () => {
    const headers = { 'content-type': 'application/json' };
    for (const name of ['zebra', 'ant']) {
      const body = JSON.stringify({ name, host: `${name}.internal` });
      await fetch(`${kong.fake.url}/services`, { method: 'POST', headers, body });
    }
    kong.fake.requests.reset();
    await kong.sql(`UPDATE gateway SET drift_policy = 'repair'`);
    await kong.sweep();
    expect(await kong.findings()).toEqual([]);
    expect((await kong.row()).foreign).toEqual({ services: 2 });
    expect(await kong.sql('SELECT kind, name FROM foreign_object ORDER BY name')).toEqual([
      { kind: 'services', name: 'ant' },
      { kind: 'services', name: 'zebra' },
    ]);
    expect(writes()).toEqual([]);
  });
});

describe('a sweep that does not come to its end', () => {
  const faults = ['garbage', 'half-answer', 'endless-pages', 'cut', 'refuse'] as const;

  it.each(faults)('after %s finds nothing, forgets nothing, and says why', async (kind) => {
    await kong.edit('services', idOf('services', 'orders.v1'), { retries: 9 });
    await kong.sweep();
    const before = [await kong.findings(), (await kong.row()).swept_at];
    await kong.edit('services', idOf('services', 'orders.v1'), { retries: 5 });
    await kong.remove('routes', idOf('routes', 'orders.v1'));
    kong.fake.plan = ({ path }) => (path.startsWith('/routes?') ? ({ kind, status: 500 } as never) : undefined);
    await kong.sweep();
    expect([await kong.findings(), (await kong.row()).swept_at]).toEqual(before);
    expect((await kong.row()).sweep_error).toEqual(expect.any(String));
    kong.fake.plan = undefined;
    await kong.sweep();
    expect(await kong.findings()).toMatchObject([{ finding: 'missing', kind: 'routes' }]);
    expect((await kong.row()).sweep_error).toBeNull();
  });
});

describe('a sweep that takes too long', () => {
  const late = /did not come to its end within 10 minutes\. The next one starts anew\./;

  it.each(['its lists', 'its second look'])('ends within %s, says so, and the next one finds all', async (when) => {
    await kong.remove('routes', idOf('routes', 'orders.v1'));
    await kong.remove('key-auths', idOf('key-auths'));
    const slow = when === 'its lists' ? /^\/routes\?/ : /^\/[a-z-]+\/./;
    kong.fake.plan = ({ path }) => {
      if (slow.test(path)) lateMs += SWEEP_MINUTES * 60_000;
      return undefined;
    };
    await kong.sweep();
    expect([await kong.findings(), (await kong.row()).swept_at]).toEqual([[], null]);
    expect((await kong.row()).sweep_error).toMatch(late);
    kong.fake.plan = undefined;
    await kong.sweep();
    expect(await kong.findings()).toMatchObject([{ kind: 'key-auths' }, { kind: 'routes' }]);
    expect((await kong.row()).sweep_error).toBeNull();
  });
});

describe('a gateway that was emptied without ever being away', () => {
  it('is refilled, once, whatever its policy is', async () => {
    for (const kind of ['routes', 'plugins', 'services', 'consumers'])
      for (const { id } of objects.filter((object) => object.kind === kind)) await kong.remove(kind, id);
    await kong.sweep();
    await kong.sweep();
    expect(await kong.findings()).toEqual([]);
    const because = 'everything of ours is gone from the gateway';
    expect(await kong.sql('SELECT action, after FROM audit_entry')).toEqual([
      { action: 'gateway.refilled', after: { because } },
    ]);
    expect(await kong.sql('SELECT scope FROM sync_scope WHERE applied < wished')).toHaveLength(3);
    expect(await kong.sql(`SELECT FROM inventory_object WHERE wished_hash <> ''`)).toEqual([]);
  });
});

describe('the policy to repair', () => {
  beforeEach(() => kong.sql(`UPDATE gateway SET drift_policy = 'repair'`));
  const pending = async () =>
    (await kong.sql<{ scope: string }>('SELECT scope FROM sync_scope WHERE applied < wished ORDER BY scope')).map(
      ({ scope }) => scope,
    );

  it('wishes the scopes again, has their objects sent, and says how many', async () => {
    await kong.edit('services', idOf('services', 'orders.v1'), { retries: 9 });
    await kong.remove('key-auths', idOf('key-auths'));
    await kong.sweep();
    expect(await pending()).toEqual([`application:${kong.ids.application}`, `version:${kong.ids.version}`]);
    expect(await kong.sql(`SELECT kind FROM inventory_object WHERE wished_hash = '' ORDER BY kind`)).toEqual([
      { kind: 'key-auths' },
      { kind: 'services' },
    ]);
    expect(await kong.findings()).toEqual([]);
    expect(await kong.sql('SELECT action, after FROM audit_entry')).toEqual([
      { action: 'gateway.repaired', after: { missing: 1, changed: 1, unknown: 0 } },
    ]);
  });

  it('leaves what somebody has ignored', async () => {
    await kong.sql(`UPDATE gateway SET drift_policy = 'report'`);
    await kong.edit('services', idOf('services', 'orders.v1'), { retries: 9 });
    await kong.sweep();
    await kong.sql(`UPDATE drift_finding SET ignored_at = now()`);
    await kong.sql(`UPDATE gateway SET drift_policy = 'repair'`);
    await kong.sweep();
    expect(await pending()).toEqual([]);
    expect(await kong.findings()).toMatchObject([{ ignored: true }]);
  });

  it('asks before it touches much at once, as after a bad restore, and says so once', async () => {
    const { application } = desiredScopes(kong);
    const keys = Array.from({ length: 60 }, (_, index) => ({
      credentialId: randomUUID(),
      digests: { sha1: String(index).padStart(40, '0'), sha256: '2'.repeat(64) },
    }));
    await kong.push({ ...application, credentials: keys } as typeof application);
    await kong.sql(
      `DELETE FROM inventory_object WHERE remote_id IN (SELECT remote_id FROM inventory_object WHERE kind = 'key-auths' LIMIT 31)`,
    );
    await kong.sweep();
    await kong.sweep();
    expect(await pending()).toEqual([]);
    expect(await kong.findings()).toHaveLength(31);
    const entries = await kong.sql('SELECT action, after FROM audit_entry');
    expect(entries).toEqual([
      {
        action: 'gateway.drifted',
        after: expect.objectContaining({ unknown: 31, open: 31, withheld: expect.stringContaining('31 objects') }),
      },
    ]);
  });
});

describe('a sweep of many objects', () => {
  const chunkOf = async (first: number, count: number) => {
    const scope = `application:${kong.ids.application}` as const;
    const tags = objects.find(({ kind }) => kind === 'consumers')!.body.tags as string[];
    for (let index = first; index < first + count; index++) {
      const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
      const body = { username: `consumer-${index}`, tags };
      const stored = await kong.driver.put({ kind: 'consumers', id, parentId: null, subjectId: null, needs: [], body });
      await kong.sql(
        `INSERT INTO inventory_object (gateway_id, scope, kind, remote_id, wished_hash, answered_hash, confirmed_at)
         VALUES ($1, $2, 'consumers', $3, 'sent', $4, now() - interval '1 second')`,
        [kong.gatewayId, scope, id, canonicalHash(stored.body)],
      );
    }
  };

  it('knows 999, 1,000 and 1,001 consumers, recreates none, and asks the database no more for each', async () => {
    await kong.sql(`UPDATE gateway SET drift_policy = 'repair'`);
    await chunkOf(0, 998);
    const statements: number[] = [];
    for (const consumers of [999, 1_000, 1_001]) {
      kong.fake.requests.reset();
      statements.push(await countStatements(() => kong.sweep()));
      expect(await kong.findings()).toEqual([]);
      expect(await kong.row()).toMatchObject({ owned: { consumers }, sweep_error: null });
      expect(writes()).toEqual([]);
      await chunkOf(consumers - 1, 1);
    }
    expect(new Set(statements).size).toBe(1);
    expect(await kong.sql('SELECT * FROM audit_entry')).toEqual([]);
  });
});
