import type { JsonObject } from '../json.js';
import { compareSpecs } from './compare-specs.js';
import { documents, drawnDocuments, hasFolder, isLong } from './mutations/documents.js';
import { EXPECTED_RULES } from './mutations/expected-rules.js';
import { type Mutated, mutationsIn } from './mutations/mutate.js';
import { oddSpellings } from './mutations/odd-spellings.js';
import { Random } from './mutations/random.js';
import { type Spelling, spellings } from './mutations/spellings.js';
import type { ChangeClass, Direction, SpecChange, SpecComparison } from './spec-change.js';

/** Kinds and spellings that are not told as they should be. Whatever is must leave the list. */
const OPEN: string[] = [];
const SEEDS = isLong ? 20 : 1;
const DRAWN = 60;
const WORST_FIRST: ChangeClass[] = ['breaking', 'dangerous', 'safe'];
const kinds = mutationsIn('3.1.0').map(([name]) => name);

const bytesOf = (root: JsonObject): Buffer => Buffer.from(JSON.stringify(root));
const compare = (base: JsonObject, target: JsonObject): SpecComparison => compareSpecs(bytesOf(base), bytesOf(target));
const worst = (changes: SpecChange[]): ChangeClass | 'nothing' =>
  WORST_FIRST.find((verdict) => changes.some((change) => change.class === verdict)) ?? 'nothing';
const linesOf = ({ changes }: SpecComparison): string[] =>
  changes
    .slice(0, 10)
    .map((change) => `${change.class}: ${change.rule} at ${change.targetPointer ?? change.basePointer}`);

/** What is wrong with what is said about the change: a line with all that is needed to see it again. */
function complaintsAbout(kind: string, where: string, base: JsonObject, { target, expected }: Mutated): string[] {
  const comparison = compare(base, target);
  const rules = EXPECTED_RULES[kind] ?? '';
  const wanted = JSON.stringify({ expected, rules });
  const told = `${kind} of ${where}: ${wanted}, found ${linesOf(comparison).join('; ') || 'nothing'}`;
  const isTold = (rule: string): boolean => comparison.changes.some((change) => change.rule === rule);
  if (typeof expected === 'string' || typeof rules === 'string')
    return worst(comparison.changes) === expected && isTold(rules as string) ? [] : [told];
  const said = (way: string): string => worst(comparison.changes.filter(({ direction }) => direction === way));
  const isRight =
    Object.entries(expected).every(([way, verdict]) => said(way) === verdict && isTold(rules[way as Direction])) &&
    comparison.changes.every(({ direction }) => direction !== null && direction in expected);
  return isRight ? [] : [told];
}

function complaintsAboutSpelling(where: string, base: JsonObject, spell: Spelling, random: Random): string[] {
  const target = spell(base, random);
  if (target === null) return [];
  const comparison = compare(base, target);
  return comparison.changes.length === 0 ? [] : [`${where}: found ${linesOf(comparison).join('; ')}`];
}

describe.each(documents)('%s', (_name, root) => {
  it.each(Object.entries(spellings))('is the same with %s', (_spelling, spell) => {
    for (let seed = 1; seed <= SEEDS; seed++)
      expect(complaintsAboutSpelling(`seed ${seed}`, root, spell, new Random(seed))).toEqual([]);
  });
});

it('knows at least forty kinds of change, and the rule of each', () => {
  expect(new Set(kinds).size).toBeGreaterThanOrEqual(40);
  expect([...kinds].sort()).toEqual(Object.keys(EXPECTED_RULES).sort());
});

function complaintsOf(kind: string): { tried: number; complaints: string[] } {
  const complaints: string[] = [];
  let tried = 0;
  for (const [name, root] of documents)
    for (let seed = 1; seed <= SEEDS; seed++) {
      const mutate = new Map(mutationsIn(root['openapi'])).get(kind);
      const mutated = mutate?.(root, new Random(seed)) ?? null;
      if (mutated === null) continue;
      tried++;
      complaints.push(...complaintsAbout(kind, `${name}, seed ${seed}`, root, mutated));
    }
  return { tried, complaints };
}

const isOpen = (name: string): boolean => OPEN.includes(name);

/** What is open is expected to be wrong, so that it leaves the list when it is right. */
function expectNone(name: string, complaints: string[]): void {
  if (isOpen(name)) expect(complaints).not.toEqual([]);
  else expect(complaints).toEqual([]);
}

for (const kind of kinds)
  it(`${isOpen(kind) ? 'does not yet call' : 'calls'} what it is: ${kind}`, () => {
    const { tried, complaints } = complaintsOf(kind);
    expect(tried).toBeGreaterThan(0);
    expectNone(kind, complaints);
  });

for (const [name, [base, target]] of Object.entries(oddSpellings))
  it(`${isOpen(name) ? 'does not yet see' : 'sees'} that nothing changed: ${name}`, () => {
    expectNone(name, [...linesOf(compare(base, target)), ...linesOf(compare(target, base))]);
  });

if (hasFolder)
  it('says the same of documents that others wrote', () => {
    const seed = Number(process.env.MUTATION_SEED ?? 1);
    const complaints: string[] = [];
    for (const [name, root] of drawnDocuments(seed, DRAWN)) {
      const random = new Random(seed);
      for (const [spelling, spell] of Object.entries(spellings))
        complaints.push(...complaintsAboutSpelling(`${spelling} of ${name}, seed ${seed}`, root, spell, random));
      for (const [kind, mutate] of mutationsIn(root['openapi']).filter(([name]) => !OPEN.includes(name))) {
        const mutated = mutate(root, random);
        if (mutated !== null) complaints.push(...complaintsAbout(kind, `${name}, seed ${seed}`, root, mutated));
      }
    }
    expect(complaints).toEqual([]);
  }, 1_800_000);
