import {
  BaseResolver,
  createConfig,
  type Document,
  lintDocument,
  ResolveError,
  Source,
  type Config,
} from '@redocly/openapi-core';
import { cutText } from '../cut-text.js';
import { entriesOf, get, isObject, type Json } from '../json.js';
import { MAX_LINT_FINDINGS, MAX_LINT_MESSAGE_CHARACTERS } from '../limits.js';
import { parseDocument } from '../parse-document.js';
import { takeOutEndlessRefs } from './endless-refs.js';
import { housePlugin } from './house-rules.js';
import { type LintFinding, type LintReport, type LintRuleSet, type LintSeverity, scoreOf } from './lint-report.js';
import { adviceOf, LINT_RULES } from './lint-rules.js';
import { locateInFiles } from './locate-in-files.js';
import { METHODS } from '../methods.js';
import { takeOutSlowPatterns } from './slow-patterns.js';
import { shortPointer } from '../short-pointer.js';

/** What the engine calls the document; nothing of this name is ever opened. */
const ROOT_NAME = '/document.yaml';
const OPERATIONS: ReadonlySet<string> = new Set(METHODS);

type Problem = Awaited<ReturnType<typeof lintDocument>>[number];

/** Nothing outside the document is ever read, neither from a disk nor from a network. */
class NothingElse extends BaseResolver {
  override loadExternalRef(reference: string): Promise<Source> {
    return Promise.reject(new ResolveError(new Error(`${reference} is not part of this document.`)));
  }
}

/** What `lintSpec` does, for those who need not wait until the engine is loaded. */
export async function lintWithEngine(bytes: Uint8Array, ruleSet: LintRuleSet): Promise<LintReport> {
  const parsed = parseDocument(bytes);
  takeOutSlowPatterns(parsed.root);
  takeOutEndlessRefs(parsed.root);
  const document: Document = { source: new Source(ROOT_NAME, ''), parsed: parsed.root };
  const externalRefResolver = new NothingElse();
  const problems = await lintDocument({ document, config: await configOf(ruleSet), externalRefResolver });
  const kept = problems.filter(({ ignored }) => ignored !== true).sort(bySeverity);
  const listed = kept.slice(0, MAX_LINT_FINDINGS);
  const places = locateInFiles(bytes, parsed, listed.map(placeOf));
  const findings = listed.map(({ ruleId, severity, message }, at): LintFinding => {
    const place = places[at] ?? { file: '', pointer: '#', line: 1, column: 1 };
    const pointer = shortPointer(place.pointer);
    return { rule: ruleId, severity, ...place, pointer, message: cut(message), advice: adviceOf(ruleId) };
  });
  return reportOf(kept, findings.sort(inOrder), countOperations(parsed.root));
}

let known: { key: string; config: Promise<Config> } | undefined;

/** Setting the engine up takes longer than linting a small document: the last set of rules is kept. */
function configOf({ rules }: LintRuleSet): Promise<Config> {
  const key = JSON.stringify(rules);
  if (known?.key !== key) known = { key, config: makeConfig(rules) };
  return known.config;
}

function makeConfig(rules: LintRuleSet['rules']): Promise<Config> {
  const severities = Object.fromEntries(
    LINT_RULES.map(({ id, defaultSeverity }) => [
      id,
      (Object.hasOwn(rules, id) ? rules[id] : undefined) ?? defaultSeverity,
    ]),
  );
  const raw = { extends: ['recommended'], rules: severities };
  return createConfig(raw, { plugins: [housePlugin] });
}

function placeOf({ location }: Problem): { pointer: string; onKey: boolean } {
  const [first] = location;
  return { pointer: first?.pointer ?? '#', onKey: first?.reportOnKey === true };
}

const rank: Record<LintSeverity, number> = { error: 0, warn: 1 };

function bySeverity(one: { severity: LintSeverity }, other: { severity: LintSeverity }): number {
  return rank[one.severity] - rank[other.severity];
}

function inOrder(one: LintFinding, other: LintFinding): number {
  return (
    bySeverity(one, other) || one.file.localeCompare(other.file) || one.line - other.line || one.column - other.column
  );
}

function cut(message: string): string {
  return message.length > MAX_LINT_MESSAGE_CHARACTERS ? `${cutText(message, MAX_LINT_MESSAGE_CHARACTERS)}…` : message;
}

function reportOf(problems: readonly Problem[], findings: LintFinding[], operations: number): LintReport {
  const counts = { error: 0, warn: 0 };
  const byRule: Record<string, number> = {};
  for (const { severity, ruleId } of problems) {
    counts[severity]++;
    byRule[ruleId] = (byRule[ruleId] ?? 0) + 1;
  }
  return { findings, counts, byRule, score: scoreOf(counts, operations) };
}

function countOperations(root: Json): number {
  let count = 0;
  for (const [, item] of entriesOf(get(root, 'paths')))
    if (isObject(item)) count += Object.keys(item).filter((name) => OPERATIONS.has(name)).length;
  return count;
}
