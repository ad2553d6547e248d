import type { FaultyGateway } from './test-support/faulty-gateway.js';
import { objectsOf, objectsOfApplication } from './test-support/fill-catalogue.js';
import { inForm, TEST_MS } from './test-support/form.js';
import { Stage } from './test-support/stage.js';

const SIZE = { applications: inForm(60, 5_000), subscribed: true };
const OBJECTS = objectsOf(SIZE);
const LOST = SIZE.applications / 2;
/** Small numbers pass the brake. */
const ALWAYS_PASS = 20;

let stage: Stage;
let gateway: FaultyGateway;
let gatewayId: string;

beforeEach(async () => {
  stage = await Stage.open(SIZE);
  gateway = await stage.startGateway();
  gatewayId = await stage.register(gateway);
  await stage.startWorker();
  await stage.converged(gatewayId);
}, TEST_MS);

afterEach(() => stage.close());

const deletes = () => gateway.catalogueWrites().filter(({ method }) => method === 'DELETE').length;

it.each([
  [
    'half of the keys',
    `DELETE FROM credential WHERE application_id IN (SELECT id FROM application ORDER BY id LIMIT $1)`,
  ],
  [
    'half of the applications with all that is theirs',
    `WITH lost AS (SELECT id FROM application ORDER BY id LIMIT $1),
      k AS (DELETE FROM credential WHERE application_id IN (SELECT id FROM lost)),
      s AS (DELETE FROM subscription WHERE application_id IN (SELECT id FROM lost))
     DELETE FROM application WHERE id IN (SELECT id FROM lost)`,
  ],
])(
  'a database that has lost %s deletes nothing on the gateway before somebody says so',
  async (_, lose) => {
    await stage.sql.query(lose, [LOST]);
    await stage.ask(gatewayId, 'refill');
    const { failed, failures } = await stage.settled(gatewayId);
    expect(failed).toBeGreaterThan(0);
    expect(failures[0]!.error).toMatch(/would delete \d+ of the \d+ objects/);
    expect(deletes()).toBeLessThanOrEqual(ALWAYS_PASS);
    expect(gateway.state().length).toBeGreaterThanOrEqual(OBJECTS - ALWAYS_PASS);

    await stage.ask(gatewayId, 'retry');
    await stage.converged(gatewayId);
    expect(gateway.state()).toHaveLength(OBJECTS - LOST * objectsOfApplication(SIZE));
  },
  TEST_MS,
);
