import { describeDriverConformance, describeNodeProbeConformance, type WriteMode } from '#gateway';
import { startFakeAdmin, startFakeNode } from '#kong-admin';
import { anyAddress } from './any-address.fixture.js';
import { KongDocumentDriver } from './kong-document.driver.js';
import { KongDriver, type KongDriverOptions } from './kong.driver.js';
import { KongObjectMaker } from './kong-objects.js';
import { startOldKong } from './old-kong.fixture.js';

const installationId = '5f3759df-1c2d-4e3f-8a9b-0c1d2e3f4a5b';
const foreignId = '11111111-1111-4111-8111-111111111111';
const foreign = { id: foreignId, username: 'somebody-else', tags: ['gatehouse', 'theirs'] };
const writes = new Set(['PUT', 'POST', 'PATCH', 'DELETE']);

async function makeSubject(mode: WriteMode, options: Partial<KongDriverOptions> = {}) {
  const admin = await startFakeAdmin({ database: mode === 'document' ? 'off' : 'memory' });
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
  const Driver = mode === 'document' ? KongDocumentDriver : KongDriver;
  return {
    admin,
    driver: new Driver({ adminUrl: admin.url, checkAddress: anyAddress, installationId, ...options }),
    countWrites: () => admin.requests.log.filter(({ method }) => writes.has(method)).length,
    placeForeignObject: async () => {
      const document = { _format_version: '3.0', consumers: [foreign] };
      if (mode === 'document') await call('POST', '/config', document);
      else await call('PUT', `/consumers/${foreignId}`, foreign);
      const placed = withoutUpdate(await call('GET', `/consumers/${foreignId}`));
      expect(placed).toContain('somebody-else');
      return async () => withoutUpdate(await call('GET', `/consumers/${foreignId}`)) === placed;
    },
    refusedObject: maker.make('gateway', 'services', refusedId, { name: 'not a name!', host: 'x' }),
    close: () => admin.close(),
  };
}

/** A document loads everything anew. */
function withoutUpdate(entity: string): string {
  return entity.replace(/"updated_at":\d+/, '');
}

async function makeNodeSubject(mode: WriteMode) {
  const subject = await makeSubject(mode);
  const { model } = subject.admin;
  const nodes = await Promise.all([startFakeNode({ model }), startFakeNode({ model })]);
  return {
    driver: subject.driver,
    nodeUrls: nodes.map(({ url }) => url),
    close: async () => {
      await Promise.all([...nodes, subject.admin].map((server) => server.close()));
    },
  };
}

/** A Kong that knows Redis by flat fields only. */
async function makeOldSubject() {
  const subject = await makeSubject('objects');
  const old = await startOldKong(subject.admin.url);
  const driver = new KongDriver({
    adminUrl: old.url,
    checkAddress: anyAddress,
    installationId,
    redis,
    kongVersion: '3.4.2',
  });
  return { ...subject, driver, close: () => Promise.all([old.close(), subject.close()]).then(() => undefined) };
}

const redis = { host: 'redis', port: 6379, username: 'u', password: 'conformance-redis-password' };

describeDriverConformance('The Kong driver', 'objects', () => makeSubject('objects'));
describeDriverConformance('The Kong driver with Redis', 'objects', () =>
  makeSubject('objects', { redis, kongVersion: '3.9.3' }),
);
describeDriverConformance('The driver of a Kong before 3.6 with Redis', 'objects', makeOldSubject);
describeDriverConformance('The driver of a Kong without a database', 'document', () => makeSubject('document'));
describeNodeProbeConformance('The Kong driver', () => makeNodeSubject('objects'));
describeNodeProbeConformance('The driver of a Kong without a database', () => makeNodeSubject('document'));
