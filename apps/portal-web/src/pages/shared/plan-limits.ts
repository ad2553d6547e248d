import type { PlanDto } from '#contract';
import { formatNumber } from '../../view/helpers.js';

const windows = ['second', 'minute', 'hour', 'day', 'month'] as const;

/** A line for each window: `1,000 calls a month`. */
export function limitLines({ limits }: Pick<PlanDto, 'limits'>): string[] {
  const lines = windows.flatMap((window) => {
    const calls = limits[window];
    if (calls === undefined) return [];
    return [`${formatNumber(calls)} ${calls === 1 ? 'call' : 'calls'} ${window === 'hour' ? 'an' : 'a'} ${window}`];
  });
  return lines.length === 0 ? ['As many calls as you like'] : lines;
}

/** Who says yes to the plan, and when. */
export function approvalText({ approval }: Pick<PlanDto, 'approval'>, ownerName: string): string {
  return approval === 'auto' ? 'At once, without asking' : `${ownerName} approves`;
}
