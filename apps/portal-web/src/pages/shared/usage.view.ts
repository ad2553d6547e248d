import { usageRanges, type UsageDto, type UsageRangeName, type UsageTopDto } from '#contract';
import { formatNumber, withQuery } from '../../view/helpers.js';
import { callsChart, rangeNames } from '../usage/usage-charts.js';

const rangeLabels: Record<UsageRangeName, string> = {
  '1h': 'Hour',
  '6h': '6 hours',
  '24h': 'Day',
  '7d': 'Week',
  '30d': '30 days',
  '90d': '90 days',
};

/** What of a usage answer a page wants to list, and where the names in the lists lead. */
export interface UsageLists {
  /** The page's own path: the ranges are links to it, the CSV is at `<path>.csv`. */
  path: string;
  operations?: boolean;
  applications?: boolean;
  services?: (slug: string) => string;
}

/** The range that an address asks for; a day when it asks for none that exists. */
export function usageRangeOf(value: unknown): UsageRangeName {
  return usageRanges.find((range) => range === value) ?? '24h';
}

/** Ranges, figures, the chart and the lists: the same on every page that shows usage. */
export function usageView(usage: UsageDto, lists: UsageLists) {
  return {
    ranges: usageRanges.map((range) => ({
      href: withQuery(lists.path, { range }),
      label: rangeLabels[range],
      current: range === usage.range,
    })),
    csvHref: withQuery(`${lists.path}.csv`, { range: usage.range }),
    hasCalls: usage.totals.calls > 0,
    figures: figuresOf(usage),
    charts: usage.totals.calls > 0 ? [callsChart(usage)] : [],
    tops: topsOf(usage, lists),
  };
}

function figuresOf({ totals, range }: UsageDto) {
  const {
    calls,
    console: tried,
    success,
    clientError,
    serverError,
    unauthorised,
    limited,
    latencyMeanMs,
    latencyMaxMs,
  } = totals;
  return [
    {
      label: 'Calls',
      value: formatNumber(calls),
      note: rangeNames[range] + (tried > 0 ? `, ${formatNumber(tried)} from the console` : ''),
    },
    { label: 'Answered', value: share(success, calls), note: plural(success, 'call') },
    {
      label: 'Refused at the gate',
      value: formatNumber(unauthorised + limited),
      note: `${formatNumber(limited)} over the limit, ${formatNumber(unauthorised)} without a valid key`,
    },
    {
      label: 'Errors',
      value: share(clientError + serverError, calls),
      note: `${formatNumber(serverError)} failed, ${plural(clientError, 'wrong request')}`,
    },
    { label: 'Mean latency', value: milliseconds(latencyMeanMs), note: `at most ${milliseconds(latencyMaxMs)}` },
  ];
}

function plural(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function topsOf(usage: UsageDto, { services, operations, applications }: UsageLists) {
  const { topServices, topOperations, topApplications } = usage;
  return [
    ...(services === undefined ? [] : [top('Services', topServices, services)]),
    ...(operations === true ? [top('Operations', topOperations)] : []),
    ...(applications === true ? [top('Applications', topApplications)] : []),
  ].filter(({ rows }) => rows.length > 0);
}

function top(title: string, rows: UsageTopDto[], hrefOf?: (key: string) => string) {
  return {
    title,
    columns: [
      { label: title.slice(0, -1) },
      { label: 'Calls', end: true },
      { label: 'Errors', end: true },
      { label: 'Mean', end: true },
    ],
    rows: rows.map(({ label, key, calls, errors, latencyMeanMs }) => ({
      ...methodAndPath(label),
      href: key === null ? undefined : hrefOf?.(key),
      calls,
      share: share(errors, calls),
      latency: milliseconds(latencyMeanMs),
    })),
  };
}

/** `v1: GET /orders` shows its method as such and the rest after the path; every other label is a name. */
function methodAndPath(label: string): { method?: string; name: string; context?: string } {
  const [, context, method, path] = /^(?:(.*): )?([A-Z]{3,8}) (\/.*)$/.exec(label) ?? [];
  return method === undefined || path === undefined ? { name: label } : { method, name: path, context };
}

function share(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  if (part === whole) return '100 %';
  const percent = (part / whole) * 100;
  return percent < 0.1 ? '< 0.1 %' : `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}

function milliseconds(value: number | null): string {
  if (value === null) return '–';
  return value < 10 ? `${value.toFixed(1)} ms` : `${formatNumber(Math.round(value))} ms`;
}
