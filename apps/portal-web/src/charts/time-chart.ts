import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { toStrictSvg } from './strict-svg.js';

use([BarChart, LineChart, GridComponent, SVGRenderer]);

/** What a chart shows and the table behind it. */
export interface ChartView {
  title: string;
  /** For wide screens. */
  svg: string;
  /** The same for a telephone: as wide as one, so that its texts keep their size. */
  narrowSvg: string;
  legend: Pick<TimeSeries, 'name' | 'tone'>[];
  columns: string[];
  rows: string[][];
}

/** Several series over the same moments; `tone` is one of the five chart colours of the style sheet. */
export interface TimeSeries {
  name: string;
  tone: 1 | 2 | 3 | 4 | 5;
  values: number[];
}

export interface TimeChartInput {
  title: string;
  kind: 'bars' | 'lines';
  /** The labels of the moments, already formatted (UTC). */
  moments: string[];
  series: TimeSeries[];
  /** Written behind each number, for example ` ms`. */
  unit?: string;
}

/** A drawing is scaled to its place: letters come out at 12 to 14 px on the screens that each is for. */
const sizes = {
  wide: { width: 1000, height: 240, fontSize: 12 },
  narrow: { width: 340, height: 220, fontSize: 14 },
};
const muted = 'var(--text-muted)';

/** Draws on the server, without a DOM; colours are the style sheet's variables, so that one drawing fits both themes. */
export function timeChart(input: TimeChartInput): ChartView {
  return {
    title: input.title,
    svg: drawing(input, sizes.wide),
    narrowSvg: drawing(input, sizes.narrow),
    legend: input.series.map(({ name, tone }) => ({ name, tone })),
    ...table(input),
  };
}

function drawing(input: TimeChartInput, { width, height, fontSize }: (typeof sizes)['wide']): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  const axisLabel = { color: muted, fontSize };
  const gridLine = { lineStyle: { color: 'var(--chart-grid)' } };
  try {
    chart.setOption({
      animation: false,
      grid: { left: 4, right: 8, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: {
        type: 'category',
        data: input.moments,
        axisLine: gridLine,
        axisTick: { show: false },
        axisLabel: { ...axisLabel, hideOverlap: true },
      },
      yAxis: {
        type: 'value',
        splitNumber: 4,
        // Bars count things, and there is no half of a call.
        minInterval: input.kind === 'bars' ? 1 : 0,
        splitLine: gridLine,
        axisLabel: { ...axisLabel, formatter: `{value}${input.unit ?? ''}` },
      },
      series: input.series.map((series) => seriesOption(input.kind, series)),
    });
    return label(toStrictSvg(chart.renderToSVGString()), input.title);
  } finally {
    chart.dispose();
  }
}

function seriesOption(kind: TimeChartInput['kind'], series: TimeSeries): object {
  const color = `var(--chart-${series.tone})`;
  return kind === 'bars'
    ? { type: 'bar', name: series.name, data: series.values, stack: 'all', barMaxWidth: 22, itemStyle: { color } }
    : {
        type: 'line',
        name: series.name,
        data: series.values,
        symbol: 'none',
        lineStyle: { color, width: 2 },
        itemStyle: { color },
      };
}

function label(svg: string, title: string): string {
  const safe = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return svg.replace('<svg ', `<svg role="img" aria-label="${safe}" `);
}

function table(input: TimeChartInput): { columns: string[]; rows: string[][] } {
  return {
    columns: ['Time (UTC)', ...input.series.map((series) => series.name)],
    rows: input.moments.map((moment, index) => [
      moment,
      ...input.series.map((series) => `${(series.values[index] ?? 0).toLocaleString('en')}${input.unit ?? ''}`),
    ]),
  };
}
