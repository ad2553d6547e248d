import type { SpecChange, SpecComparison } from '#openapi';
import { expectStatus } from '#testing';
import { documentOf, PublishingStage, REASON } from '../../test-support/publishing-stage.js';
import { rowsRead, statementsOf } from '../../test-support/rows-read.js';
import { ComparisonStore } from './comparison.store.js';

let stage: PublishingStage;
beforeAll(async () => (stage = await PublishingStage.start()));
afterAll(() => stage.api.stop());

const OPERATIONS = 2_000;
const MANY = 20_000;
const FEW = 200;
/** As of a schema that many operations use. */
const SHARED = Array.from({ length: 300 }, (_, at) => at + 3);

/** So many changes; three of them hit what is called, one of these together with every other operation. */
function comparisonOf(changeCount: number): SpecComparison {
  const everything = Array.from({ length: OPERATIONS }, (_, at) => at);
  const hit = (at: number): number[] => {
    if (at === 1) return everything;
    if (at === 7 || at === changeCount - 3) return [0];
    return at % 2 === 0 ? SHARED : [3 + (at % (OPERATIONS - 3))];
  };
  const changes = Array.from({ length: changeCount }, (_, at): SpecChange => {
    const places = { direction: 'request', basePointer: `#/a/${at}`, targetPointer: `#/a/${at}` } as const;
    const rule = 'request-parameter-became-required';
    return { rule, class: 'breaking', operations: hit(at), ...places, message: `Change ${at} of ${'x'.repeat(100)}` };
  });
  return {
    operations: everything.map((at) => ({ method: 'GET', path: at === 0 ? '/orders' : `/things/${at}` })),
    changes,
    counts: { breaking: changeCount, dangerous: 0, safe: 0 },
    operationsAdded: 0,
    operationsRemoved: 0,
    operationsChanged: OPERATIONS,
    operationsUnchanged: 0,
  };
}

async function addCompared(name: string, changeCount: number): Promise<string> {
  const slug = await stage.live(name);
  await stage.call(slug, 'GET /orders', 5);
  const title = { title: name };
  expectStatus(await stage.put(slug, documentOf({ ...title, withReport: true }), REASON), 200);
  expectStatus(await stage.put(slug, documentOf(title), REASON), 200);
  const { prisma } = stage.api.database;
  const of = { version: { service: { slug } } };
  const revisions = await prisma.specRevision.findMany({ where: of, orderBy: { number: 'desc' } });
  const [targetHash = '', baseHash = ''] = revisions.map(({ specHash }) => specHash);
  await prisma.specComparison.deleteMany({ where: { targetHash, baseHash } });
  await stage.api.app.get(ComparisonStore).insert({ baseHash, targetHash }, comparisonOf(changeCount));
  const to = revisions[0]?.number ?? 0;
  return `/v1/services/${slug}/comparison?from=v1@${to - 1}&to=v1@${to}`;
}

async function costOf(path: string) {
  let answer: { matching?: number; items?: { message: string; operationCount: number }[] } = {};
  const statements = await statementsOf(async () => {
    answer = expectStatus(await stage.api.http.get(path, { token: stage.dana.token }), 200);
  });
  let rows = 0;
  for (const statement of statements.filter(({ text }) => /spec_change|spec_comparison|changed_/.test(text)))
    rows += await rowsRead(stage.api, statement);
  return { rows, matching: answer.matching, items: answer.items ?? [] };
}

it('reads of a comparison what a page shows and what mine call, however many changes it has', async () => {
  const few = await addCompared('Few', FEW);
  const many = await addCompared('Many', MANY);
  const mine = await costOf(`${many}&mine=true`);
  expect(mine.items.map(({ message, operationCount }) => [message.split(' ')[1], operationCount])).toEqual([
    ['1', OPERATIONS],
    ['7', 1],
    [String(MANY - 3), 1],
  ]);
  expect(mine.matching).toBe(3);
  expect(mine.rows).toBe((await costOf(`${few}&mine=true`)).rows);
  expect(mine.rows).toBeLessThan(100);
  const all = await costOf(`${many}&limit=10`);
  expect([all.matching, all.items.length]).toEqual([MANY, 10]);
  expect(all.rows).toBe((await costOf(`${few}&limit=10`)).rows);
});

it('finds by an operation what happens to it, also where that stands in a schema that many use', async () => {
  const path = await addCompared('Named', FEW);
  const { items, matching } = await costOf(`${path}&query=GET%20/things/302&limit=100`);
  // Of 200 changes half are of the schema that it shares with others, and one hits everything.
  expect(matching).toBe(FEW / 2 + 1);
  expect(items.filter(({ operationCount }) => operationCount === SHARED.length)).toHaveLength(items.length - 1);
  expect((await costOf(`${path}&query=POST%20/things/302`)).matching).toBe(0);
});

it('counts what a filter lets through of what mine call', async () => {
  const path = `${await addCompared('Filtered', FEW)}&mine=true`;
  const matching = async (query: string) => (await costOf(`${path}&${query}`)).matching;
  expect([await matching('query=a/197'), await matching('class=safe'), await matching('class=breaking')]).toEqual([
    1, 0, 3,
  ]);
  const first = expectStatus(await stage.api.http.get(`${path}&limit=2`, { token: stage.dana.token }), 200);
  const next = `${path}&limit=2&cursor=${first.nextCursor}`;
  const rest = expectStatus(await stage.api.http.get(next, { token: stage.dana.token }), 200);
  expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([2, 1, null]);
});
