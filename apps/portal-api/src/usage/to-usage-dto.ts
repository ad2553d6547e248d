import type { UsageDto, UsagePointDto, UsageTopDto, UsageTotalsDto } from '#contract';
import type { UsageWindow } from '#domain';
import type { UsageSumRow } from './usage-buckets.store.js';

/** Lists that say something: who looks at one service need not be told which service is called. */
export interface ShownTops {
  applications: boolean;
  services: boolean;
}

const CLASSES = ['success', 'clientError', 'unauthorised', 'limited', 'serverError'] as const;

export function toUsageDto(window: UsageWindow, sums: UsageSumRow[], shown: ShownTops): UsageDto {
  const steps = sums.filter(({ kind }) => kind === 'step');
  const byStart = new Map(steps.map((step) => [step.start?.getTime(), step]));
  const topsOf = (kind: UsageSumRow['kind']) => sums.filter((row) => row.kind === kind).map((row) => toTop(row, shown));
  return {
    range: window.range,
    grain: window.grain,
    from: window.from.toISOString(),
    to: window.to.toISOString(),
    points: window.bucketStarts.map((start) => toPoint(start, byStart.get(start.getTime()))),
    totals: toTotals(steps),
    topOperations: topsOf('operation'),
    topApplications: shown.applications ? topsOf('application') : [],
    topServices: shown.services ? topsOf('service') : [],
  };
}

function toPoint(start: Date, step: UsageSumRow | undefined): UsagePointDto {
  const counts = Object.fromEntries(CLASSES.map((name) => [name, step?.[name] ?? 0])) as Omit<UsagePointDto, 'start'>;
  return { start: start.toISOString(), ...counts };
}

function toTotals(steps: UsageSumRow[]): UsageTotalsDto {
  const sumOf = (name: (typeof CLASSES)[number]) => steps.reduce((sum, step) => sum + step[name], 0);
  const counts = Object.fromEntries(CLASSES.map((name) => [name, sumOf(name)])) as Omit<UsagePointDto, 'start'>;
  const calls = steps.reduce((sum, step) => sum + callsOf(step), 0);
  const latencySumMs = steps.reduce((sum, step) => sum + step.latencySumMs, 0);
  return {
    calls,
    ...counts,
    console: steps.reduce((sum, step) => sum + step.console, 0),
    latencyMeanMs: meanOf(latencySumMs, calls),
    latencyMaxMs: calls === 0 ? null : Math.max(...steps.map((step) => step.latencyMaxMs)),
  };
}

function toTop(row: UsageSumRow, shown: ShownTops): UsageTopDto {
  const calls = callsOf(row);
  const errors = calls - row.success;
  return { ...labelOf(row, shown), calls, errors, latencyMeanMs: meanOf(row.latencySumMs, calls) };
}

function callsOf(row: UsageSumRow): number {
  return CLASSES.reduce((sum, name) => sum + row[name], 0);
}

function labelOf(row: UsageSumRow, shown: ShownTops): Pick<UsageTopDto, 'label' | 'key'> {
  if (row.kind === 'application')
    return { label: row.applicationName ?? 'Without a known key', key: row.applicationId };
  if (row.kind === 'service') return { label: row.serviceName ?? 'Not in the catalogue', key: row.serviceSlug };
  const where = [shown.services ? row.serviceName : null, row.versionName].filter((name) => name !== null).join(' ');
  const operation = row.operation ?? '';
  return { label: where === '' ? operation : `${where}: ${operation}`, key: null };
}

/** To a tenth of a millisecond. */
function meanOf(latencySumMs: number, calls: number): number | null {
  return calls === 0 ? null : Math.round((latencySumMs / calls) * 10) / 10;
}
