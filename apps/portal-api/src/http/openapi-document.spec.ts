import { readFile } from 'node:fs/promises';
import path from 'node:path';
import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { RouteOptions } from 'fastify';
import { createLogger, projectRoot } from '#platform';
import { type HttpAnswer, HttpHarness } from '#testing';
import { testConfig } from '../../test-support/start-test-app.js';
import { createApp } from '../create-app.js';

let app: NestFastifyApplication;
let answer: HttpAnswer;
let served: OpenAPIObject;
const routes: string[] = [];
beforeAll(async () => {
  app = await createApp(testConfig('postgresql://nobody@127.0.0.1/none'), createLogger('spec', 'silent'));
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', ({ method, url }: RouteOptions) => {
    for (const one of [method].flat()) routes.push(`${one} ${url.replace(/:(\w+)/g, '{$1}')}`);
  });
  await app.listen(0, '127.0.0.1');
  answer = await new HttpHarness(await app.getUrl()).get('/openapi.json');
  served = answer.json;
});
afterAll(() => app.close());

const operations = () =>
  Object.entries(served.paths).flatMap(([address, item]) =>
    Object.entries(item).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${address}`, operation })),
  );

it('is the one that stands in the repository (npm run openapi writes it)', async () => {
  const kept = await readFile(path.join(projectRoot(), 'openapi', 'portal-api.json'), 'utf8');
  expect(served).toEqual(JSON.parse(kept));
});

it('has every route, and no other', () => {
  // HEAD stands beside every GET.
  const registered = routes.filter((route) => !route.startsWith('HEAD '));
  expect(
    operations()
      .map(({ route }) => route)
      .sort(),
  ).toEqual([...new Set(registered)].sort());
});

it('names each operation once', () => {
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

it('says for every operation what it answers when all is well, and names its tags', () => {
  for (const { route, operation } of operations()) {
    const successes = Object.keys(operation.responses).filter((status) => status.startsWith('2'));
    expect([route, successes.length]).toEqual([route, 1]);
    expect([route, operation.tags?.length]).toEqual([route, 1]);
  }
});

it('may be kept by anybody', () => {
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
});
