import { changeClasses, type ChangeClassName, type ComparisonDto, type ServiceDto } from '#contract';
import { formatNumber, link, withQuery } from '../../view/helpers.js';
import { serviceTabs } from '../service/version-facts.js';
import { changeGroups, changeView } from '../shared/change.view.js';
import type { RevisionChoice } from './revision-choices.js';

/** What the address asks for; `from` and `to` are pinned to a revision where they are known. */
export interface ChangesFilter {
  from: string;
  to: string;
  class: ChangeClassName | undefined;
  rule: string;
  query: string;
  mine: boolean;
  cursor: string;
}

export interface ChangesData {
  service: ServiceDto;
  choices: RevisionChoice[];
  filter: ChangesFilter;
  /** Missing when there is nothing to compare, or the API refused. */
  comparison: ComparisonDto | undefined;
  /** Why there is none. */
  refusal: { title: string; text: string } | undefined;
  isSignedIn: boolean;
}

const classLabels = { breaking: 'Breaking', dangerous: 'Dangerous', safe: 'Safe' } as const;
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** What changed between two documents of a service. */
export function changesView({ service, choices, filter, comparison, refusal, isSignedIn }: ChangesData) {
  const here = link('services', service.slug, 'changes');
  return {
    title: `What changed in ${service.name}`,
    heading: service.name,
    summary: 'What changed from one document to another, the worst first.',
    tabs: serviceTabs(service, 'changes'),
    hasChoice: choices.length > 1,
    froms: refsOf(choices, filter.from),
    tos: refsOf(choices, filter.to),
    classes: [{ value: '', label: 'all' }, ...changeClasses.map((value) => ({ value, label: classLabels[value] }))],
    form: { ...filter, class: filter.class ?? '' },
    isSignedIn,
    ...(comparison === undefined
      ? { empty: refusal, groups: [] }
      : comparedView(here, { ...filter, ...pinnedBy(comparison) }, comparison)),
  };
}

/** The documents to choose from, and the one that is chosen although it is too old to be listed. */
function refsOf(choices: RevisionChoice[], chosen: string) {
  const listed = choices.map((choice) => ({ value: choice.ref, label: labelOf(choice) }));
  const isListed = chosen === '' || listed.some(({ value }) => value === chosen);
  return isListed ? listed : [...listed, { value: chosen, label: chosen }];
}

/** Addresses that are kept name the revision, so that they show the same tomorrow. */
function pinnedBy({ from, to }: ComparisonDto): { from: string; to: string } {
  return { from: `${from.version}@${from.revision}`, to: `${to.version}@${to.revision}` };
}

function comparedView(here: string, filter: ChangesFilter, comparison: ComparisonDto) {
  const { counts, totals, matching, notKept, items, nextCursor, from, to } = comparison;
  const total = counts.breaking + counts.dangerous + counts.safe;
  const { cursor, ...kept } = filter;
  const query = { ...kept, mine: kept.mine ? 'true' : undefined };
  const isFiltered = filter.class !== undefined || filter.rule !== '' || filter.query !== '' || filter.mine;
  const unfiltered = withQuery(here, { from: filter.from, to: filter.to });
  // The rule alone: a page of it holds the change, whatever was filtered before.
  const permalinkOf = (rule: string) => withQuery(here, { from: filter.from, to: filter.to, rule });
  return {
    compared: { from: nameOf(from), to: nameOf(to) },
    figures: [
      { label: 'Breaking', value: formatNumber(counts.breaking) },
      { label: 'Dangerous', value: formatNumber(counts.dangerous) },
      { label: 'Safe', value: formatNumber(counts.safe) },
      {
        label: 'Operations',
        value: formatNumber(totals.added + totals.removed + totals.changed + totals.unchanged),
        note: `${totals.added} added, ${totals.removed} removed, ${totals.changed} changed`,
      },
    ],
    rule: filter.rule === '' ? undefined : { name: filter.rule, allHref: withQuery(here, { ...query, rule: '' }) },
    matchingText: isFiltered ? `${formatNumber(matching)} of ${formatNumber(total)} changes` : undefined,
    clearHref: isFiltered ? unfiltered : undefined,
    groups: changeGroups(items.map((change) => changeView(change, permalinkOf(change.rule)))),
    notKept: notKept === 0 ? undefined : `${formatNumber(notKept)} more changes are counted and not listed.`,
    csvHref: items.length === 0 ? undefined : withQuery(`${here}/csv`, query),
    empty: items.length === 0 ? emptyOf(filter, total) : undefined,
    pager:
      nextCursor === null && cursor === ''
        ? undefined
        : {
            note: `${items.length} on this page`,
            firstHref: cursor === '' ? undefined : withQuery(here, query),
            nextHref: nextCursor === null ? undefined : withQuery(here, { ...query, cursor: nextCursor }),
          },
  };
}

function emptyOf({ from, to, mine }: ChangesFilter, total: number) {
  if (from === to) return { title: 'This is one and the same document', text: 'Choose two different ones to compare.' };
  if (total === 0)
    return {
      title: 'Nothing changed',
      text: 'No program could notice a difference. Descriptions, examples and the order of things are no change.',
    };
  return mine
    ? { title: 'Nothing that your applications call', text: 'None of them called what these changes touch in 30 days.' }
    : { title: 'No change fits', text: 'There are changes, and none that fits what you look for.' };
}

function nameOf({ version, revision }: ComparisonDto['from']): string {
  return revision === null ? version : `${version}, revision ${revision}`;
}

function labelOf({ version, revision, createdAt, isInForce }: RevisionChoice): string {
  const now = isInForce ? ' (now)' : '';
  return `${version}, revision ${revision}${now}, ${day.format(new Date(createdAt))}`;
}
