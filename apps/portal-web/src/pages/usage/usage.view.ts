import { usageRanges, type ApplicationDto, type UsageDto, type UsageTopDto } from '#contract';
import type { ChartView } from '../../charts/time-chart.js';
import { formatNumber, link, withQuery } from '../../view/helpers.js';
import { applicationTabs, type TabLink } from '../application/application-tabs.js';
import { callsChart, rangeNames } from './usage-charts.js';

interface Figure {
  label: string;
  value: string;
  note?: string;
}

interface TopList {
  title: string;
  columns: { label: string; end?: boolean }[];
  rows: { name: string; href: string | undefined; calls: number; share: string; latency: string }[];
}

/** Figures, a chart and the lists of the busiest, of whatever was asked for. */
export interface UsageSummaryView {
  ranges: TabLink[];
  hasCalls: boolean;
  figures: Figure[];
  charts: ChartView[];
  tops: TopList[];
}

/** @param path the page that the range links lead to */
export function usageSummary(usage: UsageDto, path: string): UsageSummaryView {
  const hasCalls = usage.totals.calls > 0;
  return {
    ranges: usageRanges.map((range) => ({
      href: withQuery(path, { range }),
      label: range,
      current: range === usage.range,
    })),
    hasCalls,
    figures: figuresOf(usage),
    charts: hasCalls ? [callsChart(usage)] : [],
    tops: [
      topList('Services', usage.topServices, (key) => link('services', key)),
      topList('Applications', usage.topApplications, (key) => link('applications', key)),
      topList('Operations', usage.topOperations, () => undefined),
    ].filter(({ rows }) => rows.length > 0),
  };
}

function figuresOf({ totals, range }: UsageDto): Figure[] {
  const { calls, success, clientError, serverError, unauthorised, limited, latencyMeanMs, latencyMaxMs } = totals;
  return [
    { label: 'Calls', value: formatNumber(calls), note: rangeNames[range] },
    { label: 'Answered', value: percent(success, calls), note: `${formatNumber(success)} calls` },
    {
      label: 'Refused at the gate',
      value: formatNumber(unauthorised + limited),
      note: `${formatNumber(limited)} over the limit, ${formatNumber(unauthorised)} without a valid key`,
    },
    {
      label: 'Errors',
      value: percent(clientError + serverError, calls),
      note: `${formatNumber(serverError)} failed, ${formatNumber(clientError)} wrong requests`,
    },
    { label: 'Mean latency', value: milliseconds(latencyMeanMs), note: `at most ${milliseconds(latencyMaxMs)}` },
  ];
}

function topList(title: string, tops: UsageTopDto[], href: (key: string) => string | undefined): TopList {
  return {
    title,
    columns: [
      { label: 'Name' },
      { label: 'Calls', end: true },
      { label: 'Errors', end: true },
      { label: 'Mean latency', end: true },
    ],
    rows: tops.map(({ label, key, calls, errors, latencyMeanMs }) => ({
      name: label,
      href: key === null ? undefined : href(key),
      calls,
      share: percent(errors, calls),
      latency: milliseconds(latencyMeanMs),
    })),
  };
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(part === 0 || part === whole ? 0 : 1)} %`;
}

function milliseconds(value: number | null): string {
  if (value === null) return '–';
  return value < 10 ? `${value.toFixed(1)} ms` : `${formatNumber(Math.round(value))} ms`;
}

export interface UsageView extends UsageSummaryView {
  title: string;
  heading: string;
  summary: string;
  breadcrumb: { href: string; label: string }[];
  tabs: TabLink[];
  downloadHref: string;
}

export function applicationUsageView(application: ApplicationDto, usage: UsageDto): UsageView {
  const href = link('applications', application.id);
  return {
    title: `Usage of ${application.name}`,
    heading: application.name,
    summary: 'What the gateways have reported, within a minute of the call. Times are UTC.',
    breadcrumb: [{ href: '/applications', label: 'Applications' }],
    tabs: applicationTabs(application, 'Usage'),
    downloadHref: withQuery(`${href}/usage.csv`, { range: usage.range }),
    ...usageSummary(usage, `${href}/usage`),
  };
}
