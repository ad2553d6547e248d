import type { ChangeCountsDto, LintGateName, ReviewDto } from '#contract';
import { Fault } from '#domain';
import type { LintOutcome } from '../lint/lint-documents.js';

export interface Findings {
  /** of a version that people call: its promises hold */
  isLive: boolean;
  isUnchanged: boolean;
  counts: ChangeCountsDto;
  /** Why it is not known what it changes. */
  notCompared: string | null;
  gate: LintGateName;
  lint: LintOutcome;
}

/** Why the linter keeps a document from being published; null: it does not. */
function blockedBy(gate: LintGateName, { summary, failed }: LintOutcome): string | null {
  if (gate !== 'block') return null;
  if (failed) return 'The linter broke off, and your team publishes no document without its word. Lint it again.';
  if (summary === null || summary.errors === 0) return null;
  return `The linter found ${countOf(summary.errors, 'error')}, and your team publishes no document with errors.`;
}

export function requireLinted(gate: LintGateName, lint: LintOutcome): void {
  const reason = blockedBy(gate, lint);
  if (reason !== null) throw new Fault('version.lint_blocked', reason);
}

/** Whether a document may be published, and why not. */
export function verdictOf({
  isLive,
  isUnchanged,
  counts,
  notCompared,
  gate,
  lint,
}: Findings): Pick<ReviewDto, 'verdict' | 'reasons'> {
  if (isUnchanged) return { verdict: 'unchanged', reasons: ['This is the document that is published already.'] };
  const blocked = blockedBy(gate, lint);
  const isBreaking = isLive && counts.breaking > 0;
  const isUnknown = isLive && notCompared !== null;
  const reasons = [
    ...(blocked === null ? [] : [blocked]),
    ...(notCompared === null ? [] : [notCompared]),
    ...(isUnknown ? ['Nobody knows what it breaks. Publish it as a new version, or give a reason.'] : []),
    ...(isBreaking
      ? [
          `It breaks what this version promises, in ${countOf(counts.breaking, 'way')}. Publish it as a new version, or give a reason.`,
        ]
      : []),
  ];
  if (blocked !== null) return { verdict: 'blocked', reasons };
  if (isBreaking || isUnknown) return { verdict: 'needs_override', reasons };
  return { verdict: 'publishable', reasons: [...reasons, 'Nothing stands in the way of publishing it.'] };
}

/** Why a build should fail, where changes of this class or worse should make it; null: it should not. */
export function failureOf(
  { verdict, counts, notCompared }: ReviewDto,
  on: 'breaking' | 'dangerous',
): 'version.lint_blocked' | 'version.breaking_change' | null {
  if (verdict === 'blocked') return 'version.lint_blocked';
  const changes = on === 'breaking' ? counts.breaking : counts.breaking + counts.dangerous;
  return changes > 0 || notCompared !== null ? 'version.breaking_change' : null;
}

/** Refuses what the verdict refuses; a reason overrides breaking changes, nothing overrides the linter. */
export function requirePublishable(review: ReviewDto, overrideReason: string | undefined): void {
  const [first] = review.changes;
  if (review.verdict === 'blocked') throw new Fault('version.lint_blocked', review.reasons.join(' '));
  if (review.verdict !== 'needs_override' || overrideReason !== undefined) return;
  const example = first === undefined ? '' : ` The first: ${first.message}`;
  throw new Fault('version.breaking_change', `${review.reasons.join(' ')}${example}`);
}

function countOf(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}
