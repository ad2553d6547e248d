import { ApiProblem } from '../../api-client/api-problem.js';
import { brownouts, ends, timeline } from '../../samples/lifecycle.dto.js';
import * as dto from '../../samples/publisher.dto.js';
import { endingView } from '../service/ending.view.js';
import { lifecycleView } from './lifecycle.view.js';

const { service, version } = dto;
const data = { service, version, timeline, brownouts, once: 'o1' };
const deprecated = { ...version, ...ends };
const planned = { ...version, deprecatesAt: '2027-01-01T09:00:00.000Z', sunsetAt: '2027-03-01T00:00:00.000Z' };

describe('the life of a version', () => {
  it('deprecates a published one at once or later, and offers what it could be left for', () => {
    const { plan, brownoutForm, retire } = lifecycleView(data);
    expect(plan).toMatchObject({
      action: '/publish/orders/v2/lifecycle/deprecate',
      asksWhen: true,
      drop: undefined,
      successors: [{ value: '' }, { value: 'v1' }],
    });
    expect([brownoutForm, retire]).toEqual([undefined, undefined]);
  });

  it('changes or drops what is planned', () => {
    const { plan, brownoutForm } = lifecycleView({ ...data, version: planned });
    expect(plan).toMatchObject({
      action: '/publish/orders/v2/lifecycle',
      deprecatesAt: '2027-01-01T09:00',
      sunsetAt: '2027-03-01T00:00',
      drop: { action: '/publish/orders/v2/lifecycle/drop' },
    });
    expect(brownoutForm?.missing).toBeUndefined();
  });

  it('asks a deprecated one for no beginning, and for its end before brown-outs', () => {
    const view = lifecycleView({ ...data, version: { ...deprecated, sunsetAt: null } });
    expect(view.plan?.asksWhen).toBe(false);
    expect(view.brownoutForm?.missing).toContain('Say first when the version ends');
    expect(view.retire?.href).toBe('/publish/orders/v2/retire');
  });

  it('calls off only what is still to come', () => {
    const cancels = lifecycleView({ ...data, version: deprecated }).brownouts.map(({ cancel }) => cancel?.action);
    expect(cancels).toEqual(['/publish/orders/v2/brownouts/b2/cancel', undefined]);
  });

  it('keeps what was typed when it was refused, with the reason at the field', () => {
    const fields = [{ field: 'sunsetAt', message: 'The end must lie ahead.' }];
    const problem = new ApiProblem(400, 'request.invalid', 'x', fields, 'r1');
    const typed = { sunsetAt: '2020-01-01T00:00:00.000Z', successor: 'v1', retiresAtSunset: true };
    const { plan, errors } = lifecycleView({ ...data, version: deprecated }, { problem, typed });
    expect([plan?.sunsetAt, plan?.successor, plan?.retiresAtSunset]).toEqual(['2020-01-01T00:00', 'v1', true]);
    expect(errors).toEqual({ sunsetAt: 'The end must lie ahead.' });
  });

  it('stops the answer of a retired one, once', () => {
    const retired = { ...deprecated, state: 'retired' as const };
    const stopOf = (answersGone: boolean) =>
      lifecycleView({ ...data, version: { ...retired, answersGone } }).stop?.href;
    expect([stopOf(true), stopOf(false)]).toEqual(['/publish/orders/v2/stop-answering', undefined]);
  });

  it('offers no form to who only looks', () => {
    const view = lifecycleView({ ...data, version: { ...deprecated, editable: false } });
    expect([view.plan, view.brownoutForm, view.retire, view.undeprecate]).toEqual(Array(4).fill(undefined));
    expect(view.brownouts.map(({ cancel }) => cancel)).toEqual([undefined, undefined]);
  });

  it('tells what will happen in other words than what has happened', () => {
    expect(lifecycleView(data).timeline.map(({ text }) => text)).toEqual([
      'Published',
      'Deprecated',
      'Some calls will be refused: 25 of 100, for 30 min',
      'It will be retired',
    ]);
  });
});

describe('what a caller reads of the end', () => {
  it('is nothing while a version goes on', () => expect(endingView('orders', version)).toBeUndefined());

  it('names the end and the version to move to', () => {
    expect(endingView('orders', { ...deprecated, successor: 'v3' })).toMatchObject({
      kind: 'wait',
      title: 'v2 is deprecated.',
      endsAt: ends.sunsetAt,
      successor: { name: 'v3', href: '/services/orders/v3' },
    });
  });

  it('announces a deprecation that is planned', () => {
    expect(endingView('orders', planned)).toMatchObject({ kind: 'calm', deprecatesAt: planned.deprecatesAt });
  });

  it('says whether anybody still answers for a retired one', () => {
    const textOf = (answersGone: boolean) => endingView('orders', { ...version, state: 'retired', answersGone })?.text;
    expect([textOf(true), textOf(false)]).toEqual([
      'Calls to it are answered with 410.',
      'Nothing answers calls to it.',
    ]);
  });
});
