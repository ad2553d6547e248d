import type { DriftPageDto } from '#contract';
import { expectStatus, waitUntil } from '#testing';
import type { FaultyGateway } from './test-support/faulty-gateway.js';
import { TEST_MS, WAIT_MS } from './test-support/form.js';
import { Stage } from './test-support/stage.js';

let stage: Stage;
let gateway: FaultyGateway;
let gatewayId: string;
let wished: string[];

beforeAll(async () => {
  stage = await Stage.open({ applications: 30, subscribed: true });
  gateway = await stage.startGateway();
  gatewayId = await stage.register(gateway);
  await stage.startWorker();
  await stage.converged(gatewayId);
  wished = gateway.state();
}, TEST_MS);

afterAll(() => stage.close());

async function byHand(method: string, path: string, change: unknown = {}): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(gateway.url + path, { method, headers, body: JSON.stringify(change) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}

const findings = async () => {
  const path = `/v1/gateways/${gatewayId}/drift`;
  const page = expectStatus(await stage.api.http.get(path, { token: stage.admin.token }), 200) as DriftPageDto;
  return page.items.map(({ kind, finding }) => `${kind} ${finding}`).sort();
};

const foreign = () => gateway.state().filter((line) => !line.includes('gatehouse'));

it(
  'what somebody changed on a gateway by hand is found, told once and left to a person, or put right by policy',
  async () => {
    await byHand('PUT', '/services/theirs', { host: '127.0.0.1' });
    await byHand('PUT', '/consumers/theirs', { custom_id: 'theirs' });
    const theirs = foreign();
    expect(theirs).toHaveLength(2);
    const service = [...gateway.objects('services')].find(({ name }) => name !== 'theirs');
    const [limit] = [...gateway.objects('plugins')].filter(({ consumer }) => consumer);
    const [group] = gateway.objects('acls');
    await byHand('PATCH', `/services/${service!.id}`, { retries: 9 });
    await byHand('PATCH', `/plugins/${limit!.id}`, { config: { minute: 999_999 } });
    await byHand('DELETE', `/acls/${group!.id}`);

    const edited = gateway.state();
    gateway.forget();
    await stage.swept(gatewayId);
    await stage.swept(gatewayId);
    expect(await findings()).toEqual(['acls missing', 'plugins changed', 'services changed']);
    expect(gateway.state()).toEqual(edited);
    expect(gateway.writes).toBe(0);
    const drifted = async () => (await stage.alerts()).filter(({ action }) => action === 'gateway.drifted');
    expect(await drifted()).toEqual([{ action: 'gateway.drifted', by: 'system' }]);

    await stage.change(gatewayId, { driftPolicy: 'repair' });
    await stage.swept(gatewayId);
    await waitUntil('the edits to be undone', async () => gateway.writes >= 3, WAIT_MS);
    await stage.converged(gatewayId);
    expect(gateway.state().filter((line) => !theirs.includes(line))).toEqual(wished);
    expect(foreign()).toEqual(theirs);
    expect(gateway.catalogueWrites()).toHaveLength(3);
    await stage.swept(gatewayId);
    expect(await findings()).toEqual([]);
  },
  TEST_MS,
);
