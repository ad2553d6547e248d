import { ApiProblem } from '../../api-client/api-problem.js';
import type { VisitorApi, VisitorCall } from '../../api-client/visitor-api.js';
import { takeKey, type KeyForm } from './take-key.js';

const form: KeyForm = {
  application: 'new',
  applicationName: 'Till',
  plan: 'free',
  keyName: 'main',
  environment: 'live',
};
const refuse = (code: string, field?: string) =>
  new ApiProblem(409, code, 'No.', field === undefined ? [] : [{ field, message: 'No.' }], 'r');

/** Answers by method and path; remembers what was asked. */
function apiOf(answers: Record<string, unknown>) {
  const asked: VisitorCall[] = [];
  const call = async (request: VisitorCall): Promise<unknown> => {
    asked.push(request);
    const answer = answers[`${request.method ?? 'GET'} ${request.path}`];
    if (answer === undefined) throw new Error(`Nothing answers ${request.path}`);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { visitor: { call } as unknown as VisitorApi, asked };
}

const steps = {
  'POST /v1/applications': { id: 'a1', name: 'Till' },
  'POST /v1/applications/a1/subscriptions': { id: 's1', applicationId: 'a1', state: 'active', requestedPlan: null },
  'POST /v1/applications/a1/credentials': { credential: { id: 'k1' }, key: 'gh', curl: null },
};

describe('taking a key', () => {
  it('makes the application, subscribes it and issues the key, each once for a form that is sent twice', async () => {
    const { visitor, asked } = apiOf(steps);
    expect((await takeKey(visitor, 'orders', form, 'f')).kind).toBe('issued');
    const ids = asked.map(({ idempotencyKey }) => idempotencyKey);
    expect(ids).toEqual(['f-application', 'f-subscription', 'f-key']);
  });

  it('asks the API nothing while something is missing', async () => {
    const { visitor, asked } = apiOf({});
    const outcome = await takeKey(visitor, 'orders', { ...form, applicationName: '', keyName: '' }, 'f');
    if (outcome.kind !== 'refused') throw new Error(outcome.kind);
    expect(outcome.problem.fields.map(({ field }) => field)).toEqual(['applicationName', 'keyName']);
    expect(asked).toEqual([]);
  });

  it('stops before the key while somebody has to approve', async () => {
    const waits = { id: 's1', state: 'pending', requestedPlan: { name: 'Gold' } };
    const { visitor, asked } = apiOf({ ...steps, 'POST /v1/applications/a1/subscriptions': waits });
    expect((await takeKey(visitor, 'orders', form, 'f')).kind).toBe('waiting');
    expect(asked).toHaveLength(2);
  });

  it('takes the subscription that is there already', async () => {
    const { visitor } = apiOf({
      ...steps,
      'GET /v1/applications/a1': { id: 'a1', name: 'Till' },
      'POST /v1/applications/a1/subscriptions': refuse('subscription.exists'),
      'GET /v1/services/orders/subscriptions': { items: [{ id: 's0', applicationId: 'a1', state: 'active' }] },
    });
    expect((await takeKey(visitor, 'orders', { ...form, application: 'a1' }, 'f')).kind).toBe('issued');
  });

  it('keeps the application that was made when a later step is refused, and names the field of this form', async () => {
    const { visitor } = apiOf({ ...steps, 'POST /v1/applications/a1/credentials': refuse('request.invalid', 'name') });
    const outcome = await takeKey(visitor, 'orders', form, 'f');
    if (outcome.kind !== 'refused') throw new Error(outcome.kind);
    expect(outcome.application?.id).toBe('a1');
    expect(outcome.problem.fields[0]?.field).toBe('keyName');
  });
});
