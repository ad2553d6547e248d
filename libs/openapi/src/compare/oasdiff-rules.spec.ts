import type { JsonObject } from '../json.js';
import { CHANGE_RULES } from './change-rules.js';
import { compareSpecs } from './compare-specs.js';
import { type Fixture, fixtures, OASDIFF_ERRORS, OASDIFF_WARNINGS } from './fixtures/index.js';
import type { SpecChange } from './spec-change.js';

/** Ids whose documents are not told apart as they should be. Whatever passes must leave the list. */
const OPEN: string[] = [];

const changesOf = (base: JsonObject, target: JsonObject): SpecChange[] =>
  compareSpecs(Buffer.from(JSON.stringify(base)), Buffer.from(JSON.stringify(target))).changes;

/** The rules of ours that mean the same. */
const rulesLike = (id: string): string[] =>
  Object.entries(CHANGE_RULES)
    .filter(([, { oasdiff }]) => oasdiff.includes(id))
    .map(([rule]) => rule);

function check({ oasdiff, base, target, isMutual, ...fixture }: Fixture): void {
  const rules = rulesLike(oasdiff);
  const found = changesOf(base, target);
  const told = found.find((change) => rules.includes(change.rule) && change.class === fixture.class);
  expect({ oasdiff, rules, told: told?.rule, found: told === undefined ? found : [] }).toEqual({
    oasdiff,
    rules: expect.arrayContaining([expect.any(String)]),
    told: expect.any(String),
    found: [],
  });
  const back = changesOf(target, base).some(({ rule }) => rule === told?.rule);
  expect({ oasdiff, rule: told?.rule, isToldOnTheWayBack: back }).toMatchObject({
    isToldOnTheWayBack: isMutual === true,
  });
}

const named = (list: Fixture[]): [string, Fixture][] => list.map((fixture) => [fixture.oasdiff, fixture]);
const isOpen = ({ oasdiff }: Fixture): boolean => OPEN.includes(oasdiff);

it('has one pair of documents for each of the 213 errors and 30 warnings', () => {
  expect([OASDIFF_ERRORS.length, OASDIFF_WARNINGS.length]).toEqual([213, 30]);
  const ids = fixtures.map(({ oasdiff }) => oasdiff);
  expect([...ids].sort()).toEqual([...OASDIFF_ERRORS, ...OASDIFF_WARNINGS].sort());
  expect(OPEN.filter((id) => !ids.includes(id))).toEqual([]);
});

it('calls breaking what is an error and dangerous what is a warning, or says why not', () => {
  const usual = (id: string): string => (OASDIFF_ERRORS.includes(id) ? 'breaking' : 'dangerous');
  const unusual = fixtures.filter((fixture) => fixture.class !== usual(fixture.oasdiff));
  expect(unusual.filter(({ why }) => why === undefined)).toEqual([]);
});

it('knows no id of oasdiff that there is not', () => {
  const named = Object.values(CHANGE_RULES).flatMap(({ oasdiff }) => oasdiff);
  expect(named.filter((id) => !/^[a-z][a-z-]+$/.test(id))).toEqual([]);
});

it.each(named(fixtures.filter((fixture) => !isOpen(fixture))))('tells %s', (_id, fixture) => check(fixture));

if (OPEN.length > 0)
  it.each(named(fixtures.filter(isOpen)))('does not tell %s yet', (_id, fixture) => {
    expect(() => check(fixture)).toThrow();
  });
