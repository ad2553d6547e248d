import { ApiProblem } from '../../api-client/api-problem.js';
import * as dto from '../../samples/document.dto.js';
import { service, team, version } from '../../samples/publisher.dto.js';
import { lintRulesView } from './lint-rules.view.js';
import { lintView } from './lint.view.js';

const data = { of: 'version' as const, service, version, report: dto.lintReport, history: dto.lintHistory };
const all = { rule: '', severity: '', cursor: '' };

describe('what the linter says', () => {
  it('offers the rules that found something, the most frequent first, and keeps the one that is asked for', () => {
    const { rules } = lintView(data, { ...all, rule: 'gone' });
    expect(rules.map(({ value }) => value)).toEqual([
      '',
      'operation-summary',
      'no-unused-components',
      'gatehouse/security-defined',
      'gone',
    ]);
  });

  it('keeps the filter over pages and the file', () => {
    const view = lintView(data, { rule: 'operation-summary', severity: 'warn', cursor: 'c1' });
    const kept = 'rule=operation-summary&severity=warn';
    expect(view).toMatchObject({
      csvHref: `/publish/orders/v2/lint.csv?${kept}`,
      pager: {
        firstHref: `/publish/orders/v2/lint?${kept}`,
        nextHref: `/publish/orders/v2/lint?${kept}&cursor=more`,
      },
    });
  });

  it('draws the scores from the oldest to the newest, a better one higher', () => {
    const { trend } = lintView(data, all);
    expect(trend?.label).toBe('Score from 48 to 74 over 4 documents');
    const heights = trend?.points.split(' ').map((point) => Number(point.split(',')[1])) ?? [];
    expect(heights[0]).toBeGreaterThan(heights.at(-1) ?? 0);
    expect(lintView({ ...data, history: { items: dto.lintHistory.items.slice(1, 2) } }, all).trend).toBeUndefined();
  });

  it('stands beside the document that waits, too, with addresses of its own', () => {
    const view = lintView({ ...data, of: 'proposal' }, { rule: 'operation-summary', severity: '', cursor: '' });
    expect(view).toMatchObject({
      clearHref: '/publish/orders/v2/proposal/lint',
      csvHref: '/publish/orders/v2/proposal/lint.csv?rule=operation-summary',
      trend: undefined,
    });
    expect(view.tabs.find(({ current }) => current)?.href).toBe('/publish/orders/v2/proposal');
  });

  it('says that it broke off, and lets those try again who may', () => {
    const failed = { ...dto.lintReport, summary: null, failed: true, items: [], nextCursor: null };
    const view = (editable: boolean) =>
      lintView({ ...data, version: { ...version, editable }, report: failed }, all).failure;
    expect(view(true)).toEqual({ againAction: '/publish/orders/v2/lint' });
    expect(view(false)).toEqual({ againAction: undefined });
    expect(lintView(data, all).failure).toBeUndefined();
  });

  it('looks again only while it is being linted', () => {
    const pending = { summary: null, pending: true, failed: false, items: [], nextCursor: null };
    expect(lintView({ ...data, report: pending }, all).pendingHref).toBe('/publish/orders/v2/lint');
    expect(lintView(data, all).pendingHref).toBeUndefined();
  });
});

describe('the rules of a team', () => {
  it('stand apart by where they come from, with what is usual marked', () => {
    const { groups } = lintRulesView(team, dto.lintPolicy);
    expect(groups.map(({ title, rules }) => [title, rules.length])).toEqual([
      ['House rules', 1],
      ['Rules of the engine', 2],
      ['More rules', 1],
    ]);
    expect(groups[0]?.rules[0]).toMatchObject({ severity: 'error', isChanged: true });
    expect(groups[0]?.rules[0]?.options.map(({ label }) => label)).toEqual(['off', 'warning (usual)', 'error']);
  });

  it('are folded away where they are usually off, unless one of them was chosen', () => {
    const more = (severity: string) => {
      const rules = dto.lintPolicy.rules.map((rule) => (rule.default === 'off' ? { ...rule, severity } : rule));
      return lintRulesView(team, { ...dto.lintPolicy, rules }).groups.at(-1);
    };
    expect(more('off')).toMatchObject({ isFolded: true, isOpen: false });
    expect(more('warn')).toMatchObject({ isFolded: true, isOpen: true });
  });

  it('cannot be changed by who only looks', () => {
    expect(lintRulesView(team, { ...dto.lintPolicy, editable: false }).formAction).toBeUndefined();
  });

  it('keep what was chosen, and what it was based on, when they were refused', () => {
    const problem = new ApiProblem(412, 'request.changed_since_read', 'Somebody else changed it.', [], 'r1');
    const form = { gate: 'block', severities: { 'operation-summary': 'off' } };
    const view = lintRulesView(team, dto.lintPolicy, { form, etag: '"1"', problem });
    expect(view).toMatchObject({ gate: 'block', etag: '"1"', problem: { message: 'Somebody else changed it.' } });
    expect(view.groups[1]?.rules[0]?.severity).toBe('off');
  });
});
