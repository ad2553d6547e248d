import type { LintSummaryDto, ReachDto, ReviewDto, ReviewVerdictName, RevisionRefDto } from '#contract';
import { formatNumber, link, withQuery } from '../../view/helpers.js';
import { changeGroups, changeView } from '../shared/change.view.js';

const verdicts: Record<ReviewVerdictName, { kind: 'good' | 'wait' | 'bad' | 'calm'; title: string }> = {
  unchanged: { kind: 'calm', title: 'Nothing would change.' },
  publishable: { kind: 'good', title: 'Ready to publish.' },
  needs_override: { kind: 'wait', title: 'It breaks what people call today.' },
  blocked: { kind: 'bad', title: 'It cannot be published as it is.' },
};

const shownSafe = 10;
const unknown = { kind: 'wait', title: 'Look at it with care.' } as const;

/** Where a review leads to: the linter's findings, and the rules behind them. */
export interface ReviewLinks {
  slug: string;
  lintHref: string;
  rulesHref: string;
}

/** What publishing a document means: the same block for a draft and for what waits beside a live version. */
export function reviewView(review: ReviewDto, links: ReviewLinks) {
  const { verdict, reasons, base, notCompared, counts, totals, breakingReach, changes, lint, lintFailed } = review;
  const isCompared = base !== null && notCompared === null;
  const total = counts.breaking + counts.dangerous + counts.safe;
  return {
    verdict: {
      ...(verdict === 'needs_override' && notCompared !== null ? unknown : verdicts[verdict]),
      reasons,
      mend: verdict === 'blocked' ? mendView(links.lintHref, lintFailed) : undefined,
    },
    notCompared,
    base: base === null ? undefined : baseView(links.slug, base),
    isSame: isCompared && total === 0,
    figures: isCompared ? figuresOf(counts, breakingReach) : undefined,
    totals: isCompared ? totalsText(totals) : undefined,
    groups: changeGroups(changes.map((change) => changeView(change))).map((group) => ({
      ...group,
      // What nobody needs to do anything about does not push the rest of the page away.
      isFolded: group.state === 'safe' && group.changes.length > shownSafe,
    })),
    more: total > changes.length ? moreText(total - changes.length) : undefined,
    lint: lint === null ? undefined : lintView(lint),
    lintFailed,
    ...links,
  };
}

/** Where that is which the linter keeps the document back for. */
function mendView(lintHref: string, lintFailed: boolean) {
  return lintFailed
    ? { href: lintHref, label: 'Lint it again' }
    : { href: withQuery(lintHref, { severity: 'error' }), label: 'See the errors' };
}

function baseView(slug: string, { version, revision }: RevisionRefDto) {
  return {
    name: revision === null ? version : `${version}, revision ${revision}`,
    href: link('services', slug, version),
  };
}

function figuresOf({ breaking, dangerous, safe }: ReviewDto['counts'], { applications, teams, calls }: ReachDto) {
  return [
    { label: 'Breaking', value: formatNumber(breaking) },
    { label: 'Dangerous', value: formatNumber(dangerous) },
    { label: 'Safe', value: formatNumber(safe) },
    {
      label: 'Applications it breaks',
      value: formatNumber(applications),
      note:
        applications === 0
          ? 'by the calls of the last 30 days'
          : `of ${countOf(teams, 'team')}, with ${countOf(calls, 'call')} in 30 days`,
    },
  ];
}

function totalsText({ added, removed, changed, unchanged }: ReviewDto['totals']): string {
  const parts = [
    [added, 'added'],
    [removed, 'removed'],
    [changed, 'changed'],
    [unchanged, 'as before'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${formatNumber(count)} ${word}`);
  return said.length === 0 ? 'no operations' : `Operations: ${said.join(', ')}`;
}

function moreText(count: number): string {
  return `The worst 100 are listed; ${formatNumber(count)} more are only counted.`;
}

/** The score, and what stands behind it, the most frequent first. */
export function lintView({ score, errors, warnings, gate, byRule }: LintSummaryDto) {
  return {
    score,
    tone: errors > 0 ? 'bad' : score < 80 ? 'wait' : undefined,
    text: `${countOf(errors, 'error')}, ${countOf(warnings, 'warning')}`,
    gate: gate === 'block' ? 'Your team publishes no document with errors.' : undefined,
    rules: Object.entries(byRule)
      .sort(([, one], [, other]) => other - one)
      .map(([rule, count]) => ({ rule, count })),
  };
}

/** The page with what the linter found in the document that a version has, or in the one that waits. */
export function lintHrefOf(slug: string, name: string, of: 'version' | 'proposal'): string {
  return link('publish', slug, name, ...(of === 'proposal' ? ['proposal'] : []), 'lint');
}

export function countOf(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}
