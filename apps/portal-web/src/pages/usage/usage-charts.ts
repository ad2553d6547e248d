import type { UsageDto, UsagePointDto } from '#contract';
import { timeChart, type ChartView, type TimeSeries } from '../../charts/time-chart.js';

const day = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
const minute = { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' } as const;
const labelOf = {
  time: new Intl.DateTimeFormat('en-GB', minute),
  day: new Intl.DateTimeFormat('en-GB', day),
  both: new Intl.DateTimeFormat('en-GB', { ...day, ...minute }),
};

type Counts = Omit<UsagePointDto, 'start'>;

/** What the classes of answers are called, and in which colour each is drawn, everywhere. */
export const answerClasses: { key: keyof Counts; name: string; tone: TimeSeries['tone'] }[] = [
  { key: 'success', name: 'Answered', tone: 1 },
  { key: 'clientError', name: 'Wrong request (4xx)', tone: 3 },
  { key: 'unauthorised', name: 'No valid key (401, 403)', tone: 5 },
  { key: 'limited', name: 'Over the limit (429)', tone: 2 },
  { key: 'serverError', name: 'Failed (5xx)', tone: 4 },
];

/** What a range is called in a sentence. */
export const rangeNames: Record<UsageDto['range'], string> = {
  '1h': 'last hour',
  '6h': 'last 6 hours',
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
  '30d': 'last 30 days',
  '90d': 'last 90 days',
};

/** Calls over time, stacked by how they were answered. */
export function callsChart(usage: UsageDto): ChartView {
  const format = usage.grain === 'day' ? labelOf.day : usage.range === '7d' ? labelOf.both : labelOf.time;
  return timeChart({
    title: `Calls by answer, ${rangeNames[usage.range]}`,
    kind: 'bars',
    moments: usage.points.map(({ start }) => format.format(new Date(start))),
    series: answerClasses.map(({ key, name, tone }) => ({
      name,
      tone,
      values: usage.points.map((point) => point[key]),
    })),
  });
}
