import { toStrictSvg } from './strict-svg.js';
import { timeChart } from './time-chart.js';

describe('timeChart', () => {
  const chart = timeChart({
    title: 'Calls <by> "status"',
    kind: 'bars',
    moments: ['00:00', '01:00'],
    series: [{ name: '2xx <b>', tone: 1, values: [1, 2000] }],
  });

  it('draws nothing that the Content-Security-Policy would block', () => {
    expect(chart.svg + chart.narrowSvg).not.toMatch(/\sstyle=|<style|<script|\son\w+=/);
  });

  it('escapes names and labels', () => {
    expect(chart.svg).toContain('aria-label="Calls &lt;by> &quot;status&quot;"');
    expect(chart.svg).not.toContain('<b>');
  });

  it('draws the newest moment and the whole of it for a telephone too', () => {
    expect(chart.narrowSvg).toMatch(/ viewBox="0 0 340 220"/);
    expect(chart.narrowSvg.match(/fill="var\(--chart-1\)"/g)).toHaveLength(2);
    expect(chart.narrowSvg).toContain('>01:00</text>');
  });

  it('names its series for the legend', () => expect(chart.legend).toEqual([{ name: '2xx <b>', tone: 1 }]));

  it('counts in whole calls', () => {
    const few = timeChart({
      title: 'Few',
      kind: 'bars',
      moments: ['00:00'],
      series: [{ name: 'calls', tone: 1, values: [1] }],
    });
    expect(few.svg).not.toContain('0.5');
  });

  it('paints with the colours of the theme', () => expect(chart.svg).toContain('fill="var(--chart-1)"'));

  it('says the same in a table', () => {
    expect(chart.columns).toEqual(['Time (UTC)', '2xx <b>']);
    expect(chart.rows).toEqual([
      ['00:00', '1'],
      ['01:00', '2,000'],
    ]);
  });
});

describe('toStrictSvg', () => {
  it('turns styles into attributes and drops what is none of SVG', () => {
    expect(toStrictSvg('<text style="font-size:12px;user-select:none;fill:red">a</text><style>.x{}</style>')).toBe(
      '<text font-size="12px" fill="red">a</text>',
    );
  });
});
