import { waitUntil } from '#testing';
import { type FaultyGateway, isWrite, MOST_AT_ONCE } from './test-support/faulty-gateway.js';
import { objectsOf } from './test-support/fill-catalogue.js';
import { inForm, TEST_MS, WAIT_MS } from './test-support/form.js';
import { Stage } from './test-support/stage.js';

const SIZE = { applications: inForm(60, 2_499), subscribed: true };
const OBJECTS = objectsOf(SIZE);
const TOKENS = ['first-token-of-the-admin-api', 'second-token-of-the-admin-api'] as const;

let stage: Stage;
let gateway: FaultyGateway;

beforeAll(async () => {
  stage = await Stage.open(SIZE);
  gateway = await stage.startGateway();
}, TEST_MS);

afterAll(() => stage.close());

const outages = async () =>
  (await stage.alerts()).map(({ action }) => action).filter((action) => /\.(away|back)$/.test(action));

it(
  'a sync whose token is not accepted any more pauses, says so once, tells no token, and goes on with the new one',
  async () => {
    let accepted: string = TOKENS[0];
    gateway.strike = ({ token }) => {
      if (gateway.writes >= OBJECTS / 2 && accepted === TOKENS[0]) accepted = 'neither of them';
      return token === accepted ? undefined : { kind: 'refuse', status: 401 };
    };
    const gatewayId = await stage.register(gateway, { adminToken: TOKENS[0] });
    const { lines } = await stage.startWorker();
    await waitUntil('the pause', async () => (await stage.gateway(gatewayId)).reachable === false, WAIT_MS);
    for (let checks = 0; checks < 3; checks++) await stage.checked(gatewayId);

    const refused = gateway.seen.filter((one) => isWrite(one) && one.fault === 'refuse');
    expect(refused.length).toBeGreaterThan(0);
    // What a person waits for and what is one of very many go beside each other, and each learns of it by its own answers.
    expect(refused.length).toBeLessThanOrEqual(2 * MOST_AT_ONCE);
    const { checkError, pending } = await stage.gateway(gatewayId);
    expect(checkError).toEqual(expect.any(String));
    expect(pending).toBeGreaterThan(0);
    expect(await outages()).toEqual(['gateway.away']);

    accepted = TOKENS[1];
    await stage.change(gatewayId, { adminToken: TOKENS[1] });
    await stage.converged(gatewayId);
    expect(gateway.state()).toHaveLength(OBJECTS);
    expect(gateway.catalogueWrites().length).toBeLessThanOrEqual(OBJECTS + refused.length);
    expect(await outages()).toEqual(['gateway.away', 'gateway.back']);
    const told = [...lines, ...stage.api.logs, JSON.stringify(await stage.gateway(gatewayId))].join('\n');
    for (const token of TOKENS) expect(told).not.toContain(token);
  },
  TEST_MS,
);
