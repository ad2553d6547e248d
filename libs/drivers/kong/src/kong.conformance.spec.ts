import { describeDriverConformance, type ConformanceSubject } from '#gateway';
import { startFakeAdmin } from '#kong-admin';
import { KongDriver } from './kong.driver.js';
import { KongObjectMaker } from './kong-objects.js';

const installationId = '5f3759df-1c2d-4e3f-8a9b-0c1d2e3f4a5b';
const foreignId = '11111111-1111-4111-8111-111111111111';
const writes = new Set(['PUT', 'POST', 'PATCH', 'DELETE']);

async function makeSubject(): Promise<ConformanceSubject> {
  const admin = await startFakeAdmin();
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(admin.url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.text();
  };
  const maker = new KongObjectMaker(installationId);
  const refusedId = maker.id('services', 'refused');
  return {
    driver: new KongDriver({ adminUrl: admin.url, installationId }),
    countWrites: () => admin.requests.log.filter(({ method }) => writes.has(method)).length,
    placeForeignObject: async () => {
      await call('PUT', `/consumers/${foreignId}`, { username: 'somebody-else', tags: ['gatehouse', 'theirs'] });
      const placed = await call('GET', `/consumers/${foreignId}`);
      return async () => placed.includes('somebody-else') && (await call('GET', `/consumers/${foreignId}`)) === placed;
    },
    refusedObject: maker.make('gateway', 'services', refusedId, { name: 'not a name!', host: 'x' }),
    close: () => admin.close(),
  };
}

describeDriverConformance('The Kong driver', makeSubject);
