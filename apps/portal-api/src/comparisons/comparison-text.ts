import type { ChangeDto, ComparisonDto, ReviewDto, RevisionRefDto } from '#contract';

/** A comparison as text for a terminal: one line a change, the worst first. */
export function comparisonText(comparison: ComparisonDto): string {
  const { from, to, counts, items, matching, nextCursor } = comparison;
  const { breaking, dangerous, safe } = counts;
  const lines = [
    `${refText(from)} -> ${refText(to)}: ${breaking} breaking, ${dangerous} dangerous, ${safe} safe`,
    ...items.flatMap(changeLines),
  ];
  if (nextCursor !== null) lines.push(`(${items.length} of ${matching} are shown)`);
  return textOf(lines);
}

/** A review as text: what to do, what changed and whom it hits, what the linter says. */
export function reviewText(review: ReviewDto): string {
  const { verdict, reasons, base, counts, changes, lint } = review;
  const total = counts.breaking + counts.dangerous + counts.safe;
  const lines = [`verdict: ${verdict}`, ...reasons.map((reason) => `  ${reason}`)];
  if (base !== null) {
    lines.push(
      `compared with ${refText(base)}: ${counts.breaking} breaking, ${counts.dangerous} dangerous, ${counts.safe} safe`,
    );
    lines.push(...changes.flatMap(changeLines));
    if (total > changes.length) lines.push(`(${changes.length} of ${total} are shown)`);
  }
  if (lint !== null) lines.push(`lint: ${lint.score} of 100, ${lint.errors} errors, ${lint.warnings} warnings`);
  return textOf(lines);
}

function refText({ version, revision }: RevisionRefDto): string {
  return revision === null ? version : `${version}@${revision}`;
}

function changeLines({ class: kind, rule, message, operations, operationCount, callers = [] }: ChangeDto): string[] {
  const [first] = operations;
  const where = first === undefined ? '' : `${first.method} ${first.path}: `;
  const more = operationCount > 1 ? ` (and ${operationCount - 1} more operations)` : '';
  const line = `${kind.toUpperCase().padEnd(9)} ${where}${message}${more} [${rule}]`;
  return [
    line,
    ...callers.map(({ applicationName, teamName, calls }) => {
      return `          called by ${applicationName} (${teamName}), ${calls} ${calls === 1 ? 'call' : 'calls'}`;
    }),
  ];
}

/** What strangers wrote, paths and names of theirs included, makes no line of its own and no colour. */
function textOf(lines: string[]): string {
  return lines.map((line) => `${line.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')}\n`).join('');
}
