import type { FaultyGateway } from './test-support/faulty-gateway.js';
import { objectsOf, objectsOfApplication } from './test-support/fill-catalogue.js';
import { inForm, TEST_MS } from './test-support/form.js';
import { Stage } from './test-support/stage.js';

const SIZE = { applications: inForm(60, 5_000), subscribed: true };
const LOST = SIZE.applications / 2;
/** Small numbers pass the brake. */
const ALWAYS_PASS = 20;

let stage: Stage;
let gateway: FaultyGateway;
let gatewayId: string;

afterEach(() => stage.close());

/** Everything is on the gateway, with so many keys of each application; gives the number of objects. */
async function filled(keys: number): Promise<number> {
  const size = { ...SIZE, keys };
  stage = await Stage.open(size);
  gateway = await stage.startGateway();
  gatewayId = await stage.register(gateway);
  await stage.startWorker();
  await stage.converged(gatewayId);
  return objectsOf(size);
}

const deletes = () => gateway.catalogueWrites().filter(({ method }) => method === 'DELETE').length;

it.each([
  [
    'half of the keys',
    { keys: 1, lost: LOST * objectsOfApplication(SIZE) },
    `DELETE FROM credential WHERE application_id IN (SELECT id FROM application ORDER BY id LIMIT ${LOST})`,
  ],
  [
    'one of the two keys of each application',
    { keys: 2, lost: SIZE.applications },
    `DELETE FROM credential WHERE id IN (SELECT DISTINCT ON (application_id) id FROM credential ORDER BY application_id)`,
  ],
  [
    'half of the applications with all that is theirs',
    { keys: 1, lost: LOST * objectsOfApplication(SIZE) },
    `WITH lost AS (SELECT id FROM application ORDER BY id LIMIT ${LOST}),
      k AS (DELETE FROM credential WHERE application_id IN (SELECT id FROM lost)),
      s AS (DELETE FROM subscription WHERE application_id IN (SELECT id FROM lost))
     DELETE FROM application WHERE id IN (SELECT id FROM lost)`,
  ],
])(
  'a database that has lost %s deletes nothing on the gateway before somebody says so',
  async (_, { keys, lost }, lose) => {
    const objects = await filled(keys);
    await stage.sql.query(lose);
    await stage.ask(gatewayId, 'refill');
    const { failed, failures } = await stage.settled(gatewayId);
    expect(failed).toBeGreaterThan(0);
    expect(failures[0]!.error).toMatch(/would delete \d+ of the \d+ objects/);
    expect(deletes()).toBeLessThanOrEqual(ALWAYS_PASS);
    expect(gateway.state().length).toBeGreaterThanOrEqual(objects - ALWAYS_PASS);

    await stage.ask(gatewayId, 'retry');
    await stage.converged(gatewayId);
    expect(gateway.state()).toHaveLength(objects - lost);
  },
  TEST_MS,
);
