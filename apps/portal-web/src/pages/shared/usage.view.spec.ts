import { usage } from '../../samples/publisher.dto.js';
import { usageRangeOf, usageView } from './usage.view.js';

describe('the view of usage', () => {
  const view = usageView(usage, { path: '/admin', services: (slug) => `/publish/${slug}`, operations: true });

  it('links the ranges and the CSV of the shown one', () => {
    expect(view.ranges.find(({ current }) => current)?.href).toBe('/admin?range=24h');
    expect(view.csvHref).toBe('/admin.csv?range=24h');
  });

  it('draws every step and says the same in a table', () => {
    expect(view.charts[0]?.rows).toHaveLength(24);
    expect(view.charts[0]?.svg).toContain('<svg');
  });

  it('shows only the lists that were asked for, operations with their method', () => {
    expect(view.tops.map(({ title }) => title)).toEqual(['Services', 'Operations']);
    expect(view.tops[0]?.rows[0]).toMatchObject({ name: 'Orders', href: '/publish/orders', share: '< 0.1 %' });
    expect(view.tops[1]?.rows[0]).toMatchObject({ method: 'GET', name: '/orders', context: 'v2' });
  });

  it('draws nothing where nothing was called', () => {
    const totals = { ...usage.totals, calls: 0 };
    expect(usageView({ ...usage, totals }, { path: '/admin' })).toMatchObject({ hasCalls: false, charts: [] });
  });

  it.each([undefined, '1y', ['1h']])('takes a day for the range %p', (range) =>
    expect(usageRangeOf(range)).toBe('24h'),
  );
});
