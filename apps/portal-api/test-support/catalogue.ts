import { uuid } from '#platform';
import { expectStatus, type HttpAnswer } from '#testing';
import type { TestApp, TestUser } from './start-test-app.js';

/** A provider team and one member of it. */
export interface TestProvider extends TestUser {
  teamId: string;
  teamSlug: string;
}

/** Makes a provider team whose owner is signed in. */
export async function addProvider(api: TestApp, name: string): Promise<TestProvider> {
  const user = await api.addUser(name);
  const team = { id: uuid(), slug: `${name}-team`, name: `${name} team`, kind: 'provider' as const };
  await api.database.prisma.team.create({ data: team });
  await api.database.prisma.membership.create({ data: { teamId: team.id, userId: user.id, role: 'owner' } });
  return { ...user, teamId: team.id, teamSlug: team.slug };
}

/** Registers a service and returns its slug. */
export async function addService(
  api: TestApp,
  provider: TestProvider,
  name: string,
  input: Record<string, unknown> = {},
): Promise<string> {
  const body = { name, ownerTeamId: provider.teamId, ...input };
  return expectStatus(await api.http.post('/v1/services', { token: provider.token, body }), 201).slug as string;
}

/** A small OpenAPI document. */
export function orders(title = 'Orders'): string {
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title, version: '1.0.0' },
    paths: {
      '/orders': {
        get: { operationId: 'listOrders', summary: 'All orders', responses: { 200: { description: 'ok' } } },
        post: {
          operationId: 'createOrder',
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
          responses: { 201: { description: 'made' } },
        },
      },
      '/orders/{id}': {
        get: {
          operationId: 'readOrder',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { 200: { description: 'ok' } },
        },
      },
    },
    components: {
      schemas: { Order: { type: 'object', properties: { parent: { $ref: '#/components/schemas/Order' } } } },
    },
  });
}

/** Uploads a document to a version, whatever it breaks. */
export function putSpec(
  api: TestApp,
  provider: TestUser,
  slug: string,
  version: string,
  document: string | Uint8Array,
): Promise<HttpAnswer> {
  const headers = { 'content-type': 'application/octet-stream' };
  const path = `/v1/services/${slug}/versions/${version}/spec?fileName=orders.json&overrideReason=nobody%20calls%20it`;
  return api.http.put(path, { token: provider.token, headers, body: document });
}

/** A version with a document and an upstream, ready to be published. */
export async function addVersion(
  api: TestApp,
  provider: TestProvider,
  slug: string,
  name = 'v1',
  input: Record<string, unknown> = {},
): Promise<void> {
  const body = { name, upstreamUrl: 'http://127.0.0.1:9', ...input };
  expectStatus(await api.http.post(`/v1/services/${slug}/versions`, { token: provider.token, body }), 201);
  expectStatus(await putSpec(api, provider, slug, name, orders(slug)), 200);
}

/** Publishes a service with one version. */
export async function addPublished(
  api: TestApp,
  provider: TestProvider,
  name: string,
  input: Record<string, unknown> = {},
): Promise<string> {
  const slug = await addService(api, provider, name, input);
  await addVersion(api, provider, slug);
  const path = `/v1/services/${slug}/versions/v1/publish`;
  expectStatus(await api.http.post(path, { token: provider.token }), 202);
  return slug;
}
