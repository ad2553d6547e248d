import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { toStrictSvg } from './strict-svg.js';

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

/** What a chart shows and the table behind it. */
export interface ChartView {
  title: string;
  svg: string;
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

const width = 1100;
const height = 260;
const muted = 'var(--text-muted)';

/** Draws on the server, without a DOM; colours are the style sheet's variables, so that one drawing fits both themes. */
export function timeChart(input: TimeChartInput): ChartView {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  const unit = input.unit ?? '';
  try {
    chart.setOption({
      animation: false,
      grid: { left: 8, right: 8, top: 36, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      legend: {
        left: 0,
        top: 0,
        itemWidth: 10,
        itemHeight: 10,
        itemGap: 20,
        icon: 'roundRect',
        textStyle: { color: muted, fontSize: 13 },
      },
      xAxis: {
        type: 'category',
        data: input.moments,
        axisLine: { lineStyle: { color: 'var(--chart-grid)' } },
        axisTick: { show: false },
        axisLabel: { color: muted, fontSize: 12, hideOverlap: true },
      },
      yAxis: {
        type: 'value',
        splitNumber: 4,
        splitLine: { lineStyle: { color: 'var(--chart-grid)' } },
        axisLabel: { color: muted, fontSize: 12, formatter: `{value}${unit}` },
      },
      series: input.series.map((series) => seriesOption(input.kind, series)),
    });
    return {
      title: input.title,
      svg: label(toStrictSvg(chart.renderToSVGString()), input.title),
      ...table(input, unit),
    };
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

function table(input: TimeChartInput, unit: string): { columns: string[]; rows: string[][] } {
  return {
    columns: ['Time (UTC)', ...input.series.map((series) => series.name)],
    rows: input.moments.map((moment, index) => [
      moment,
      ...input.series.map((series) => `${(series.values[index] ?? 0).toLocaleString('en')}${unit}`),
    ]),
  };
}
