import {
  type LintFindingDto,
  type LintHistoryDto,
  type LintReportDto,
  type ServiceDto,
  type VersionDto,
} from '#contract';
import { formatNumber, link, withQuery } from '../../view/helpers.js';
import { lintHrefOf, lintView as scoreView } from '../proposal/review.view.js';
import { versionFrame } from '../publish/version-tabs.js';
import { wordsOf } from '../shared/words.js';

export interface LintFilter {
  rule: string;
  severity: string;
  cursor: string;
}

/** Which document of a version: the one that it has, or the one that waits. */
export type LintedDocument = 'version' | 'proposal';

export interface LintData {
  of: LintedDocument;
  service: ServiceDto;
  version: VersionDto;
  report: LintReportDto;
  history: LintHistoryDto;
}

/** What the linter says of a document of a version, and how that has gone so far. */
export function lintView({ of, service, version, report, history }: LintData, filter: LintFilter) {
  const { slug } = service;
  const isProposal = of === 'proposal';
  const here = lintHrefOf(slug, version.name, of);
  const { rule, severity, cursor } = filter;
  const { summary, pending, failed, items, nextCursor } = report;
  const isFiltered = rule !== '' || severity !== '';
  return {
    title: `Lint of ${service.name} ${version.name}`,
    ...versionFrame({ service, version }, isProposal ? 'proposal' : 'lint'),
    summary: `What the linter finds in the ${isProposal ? 'new ' : ''}document, and how to mend it.`,
    pendingHref: pending ? here : undefined,
    failure: failed ? { againAction: version.editable ? here : undefined } : undefined,
    hasDocument: isProposal || version.spec !== null,
    editHref: version.editable ? link('publish', slug, version.name, 'edit') : undefined,
    rulesHref: link('teams', service.owner.id, 'lint-rules'),
    lint: summary === null ? undefined : scoreView(summary),
    trend: isProposal ? undefined : trendOf(history),
    severities: [
      { value: '', label: 'all' },
      { value: 'error', label: 'errors' },
      { value: 'warn', label: 'warnings' },
    ],
    rules: [{ value: '', label: 'all' }, ...ruleOptions(summary?.byRule ?? {}, rule)],
    form: { rule, severity },
    clearHref: isFiltered ? here : undefined,
    csvHref: items.length === 0 ? undefined : withQuery(`${here}.csv`, { rule, severity }),
    columns: [{ label: 'Line' }, { label: 'What was found, and how to mend it' }, { label: 'Rule', wide: true }],
    findings: items.map(findingOf),
    empty: isFiltered
      ? { title: 'No finding fits', text: 'There may be others, of other rules.' }
      : { title: 'Nothing found', text: 'The document holds to every rule of the team.' },
    pager:
      nextCursor === null && cursor === ''
        ? undefined
        : {
            note: `${items.length} on this page`,
            firstHref: cursor === '' ? undefined : withQuery(here, { rule, severity }),
            nextHref: nextCursor === null ? undefined : withQuery(here, { rule, severity, cursor: nextCursor }),
          },
  };
}

function findingOf({ severity, line, file, rule, message, advice, pointer }: LintFindingDto) {
  return {
    line: String(line),
    file: file === '' ? undefined : file,
    state: severity === 'warn' ? 'warning' : severity,
    rule,
    words: wordsOf(message),
    advice: { words: wordsOf(advice) },
    pointer,
  };
}

/** The rules that found something, the most frequent first; the one that is looked at is always among them. */
function ruleOptions(byRule: Record<string, number>, chosen: string) {
  const found = Object.entries(chosen === '' ? byRule : { [chosen]: 0, ...byRule });
  return found
    .sort(([, one], [, other]) => other - one)
    .map(([rule, count]) => ({ value: rule, label: `${rule} (${formatNumber(count)})` }));
}

const width = 200;
const height = 48;
const edge = 4;

/** The scores as a line from the oldest to the newest; with fewer than two there is none to draw. */
function trendOf({ items }: LintHistoryDto) {
  if (items.length < 2) return undefined;
  const oldestFirst = items.toReversed();
  const step = (width - 2 * edge) / (oldestFirst.length - 1);
  const points = oldestFirst.map(({ score }, index) => {
    return [edge + index * step, edge + ((100 - score) / 100) * (height - 2 * edge)].map((place) => place.toFixed(1));
  });
  const [first, last] = [oldestFirst[0]?.score ?? 0, oldestFirst.at(-1)?.score ?? 0];
  return {
    label: `Score from ${first} to ${last} over ${items.length} documents`,
    points: points.map((point) => point.join(',')).join(' '),
    end: { x: points.at(-1)?.[0], y: points.at(-1)?.[1] },
    columns: [
      { label: 'Revision' },
      { label: 'Score', end: true },
      { label: 'Errors', end: true },
      { label: 'Warnings', end: true },
    ],
    rows: items,
  };
}
