import * as dto from '../../samples/document.dto.js';
import { service, version } from '../../samples/publisher.dto.js';
import { announceView, callersView } from './callers.view.js';

const data = { service, version, page: dto.callers, operations: [{ method: 'GET', path: '/orders' }] };
const all = { operation: '', cursor: '' };

describe('who calls a version', () => {
  it('leads from an operation to those who call it, and says when calls fit none', () => {
    const { callers } = callersView(data, all);
    expect(callers.map(({ operation }) => operation?.href)).toEqual([
      '/publish/orders/v2/callers?operation=GET+%2Forders',
      '/publish/orders/v2/callers?operation=GET+%2Forders%2F%7Bid%7D',
      undefined,
    ]);
  });

  it('says how many a message reaches, by the filter that is set', () => {
    expect(callersView(data, all).message?.reach).toBe('It goes to the members of 6 teams with 14 applications.');
    expect(callersView(data, { ...all, operation: 'GET /orders' }).message).toMatchObject({
      reach: 'It goes to the members of 6 teams with 14 applications that called GET /orders.',
      operation: 'GET /orders',
    });
  });

  it('offers no message where nobody would get it, nor to who only looks', () => {
    const nobody = { reach: { applications: 0, teams: 0, calls: 0 }, items: [], nextCursor: null };
    expect(callersView({ ...data, page: nobody }, all).message).toBeUndefined();
    expect(callersView({ ...data, version: { ...version, editable: false } }, all).message).toBeUndefined();
  });

  it('shows a message once more before it goes out', () => {
    const { lines, hidden } = announceView(data, '', { subject: 'Totals go', text: 'From March on.' });
    expect(lines).toEqual([{ title: 'Orders v2: Totals go', text: 'From March on.' }]);
    expect(hidden.map(({ name }) => name)).toEqual(['subject', 'text', 'operation', 'once', 'sure']);
  });
});
