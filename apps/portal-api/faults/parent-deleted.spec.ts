import { expectStatus } from '#testing';
import { chanceOf } from './test-support/chance.js';
import type { FaultyGateway } from './test-support/faulty-gateway.js';
import { SERVICE } from './test-support/fill-catalogue.js';
import { inForm, TEST_MS } from './test-support/form.js';
import { Stage } from './test-support/stage.js';

const RACES = inForm(20, 300);
/** A team may have 50 applications. */
const NEWCOMERS = inForm(20, 45);

let stage: Stage;
let gateway: FaultyGateway;
let gatewayId: string;

beforeEach(async () => {
  stage = await Stage.open({ applications: 5, subscribed: true });
  gateway = await stage.startGateway();
  gateway.strike = ({ path }) => ({ kind: 'delay', delayMs: Math.round(10 * chanceOf(path, gateway.writes)) });
  gatewayId = await stage.register(gateway);
  await stage.startWorker();
}, TEST_MS);

afterEach(() => stage.close());

/** Ids of services and consumers that something refers to although they are not there. */
function dangling(): string[] {
  const there = new Set([...gateway.objects('services'), ...gateway.objects('consumers')].map(({ id }) => id));
  const kinds = ['routes', 'plugins', 'acls', 'keyauth_credentials'] as const;
  const referred = kinds
    .flatMap((kind) => [...gateway.objects(kind)])
    .flatMap(({ service, consumer }) => [service, consumer] as ({ id: string } | null | undefined)[]);
  return referred.flatMap((parent) => (parent ? [parent.id] : [])).filter((id) => !there.has(id));
}

async function expectConsistent(): Promise<void> {
  await stage.converged(gatewayId);
  expect(dangling()).toEqual([]);
  expect(gateway.state()).toEqual(await stage.undisturbedState());
}

describe('what is deleted while something below it is created', () => {
  it(
    'an application, while it gets its keys: the end is consistent',
    async () => {
      await stage.converged(gatewayId);
      const { token } = stage.owner;
      const race = async (number: number) => {
        const id = await stage.addApplication(`race ${number}`);
        await stage.subscribe(id);
        await stage.addKey(id);
        // A key of an application that is gone already is refused; both orders are right.
        const further = stage.addKey(id).catch(() => undefined);
        if (number % 10 > 0) expectStatus(await stage.api.http.delete(`/v1/applications/${id}`, { token }), 204);
        await further;
      };
      for (let first = 0; first < RACES; first += 5)
        await Promise.all(Array.from({ length: 5 }, (_, offset) => race(first + offset)));
      await expectConsistent();
      expect([...gateway.objects('consumers')]).toHaveLength(5 + RACES / 10);
    },
    TEST_MS,
  );

  it(
    'a version, while applications get their limits on it: the end is consistent',
    async () => {
      const newcomers = Array.from({ length: NEWCOMERS }, async (_, number) => {
        const id = await stage.addApplication(`newcomer ${number}`);
        await stage.subscribe(id).catch(() => undefined);
        await stage.addKey(id);
      });
      const version = `/v1/services/${SERVICE}/versions/v1`;
      const { token } = stage.owner;
      expectStatus(await stage.api.http.post(`${version}/deprecate`, { token, body: {} }), 200);
      expectStatus(await stage.api.http.post(`${version}/retire`, { token, body: {} }), 202);
      expectStatus(await stage.api.http.post(`${version}/stop-answering`, { token, body: {} }), 202);
      await Promise.all(newcomers);
      await expectConsistent();
      expect([...gateway.objects('services'), ...gateway.objects('routes'), ...gateway.objects('plugins')]).toEqual([]);
    },
    TEST_MS,
  );
});
