import { randomBytes } from 'node:crypto';
import { uuid } from '#platform';
import type { HttpAnswer } from '#testing';
import { ingestToken } from '../src/usage/ingest-token.js';
import { addOfferedService, type OfferedService } from './offered-service.js';
import { type TestApp, testConfig, type TestUser } from './start-test-app.js';

/** An application with a key that a gateway knows. */
export interface ReportedClient {
  applicationId: string;
  credentialId: string;
  keyObjectId: string;
}

/** A live service and a client of it, on one gateway. */
export interface ReportedService extends OfferedService {
  client: ReportedClient;
}

export async function addReportedService(api: TestApp, slug: string, clientOwner: TestUser): Promise<ReportedService> {
  const service = await addOfferedService(api, slug);
  return { ...service, client: await addReportedClient(api, service.gatewayId, clientOwner) };
}

export async function addReportedClient(api: TestApp, gatewayId: string, owner: TestUser): Promise<ReportedClient> {
  const { prisma } = api.database;
  const [applicationId, credentialId, keyObjectId] = [uuid(), uuid(), uuid()];
  const { environmentId } = await prisma.gateway.findUniqueOrThrow({ where: { id: gatewayId } });
  await prisma.application.create({
    data: { id: applicationId, teamId: owner.personalTeamId, name: `Client ${applicationId}` },
  });
  const digest = { sha256: randomBytes(32).toString('hex'), sha1: randomBytes(20).toString('hex') };
  await prisma.credential.create({
    data: { id: credentialId, applicationId, environmentId, name: 'key', prefix: 'ghl', lastFour: '0000', ...digest },
  });
  await prisma.inventoryObject.create({
    data: {
      gatewayId,
      scope: `application:${applicationId}`,
      kind: 'key-auths',
      remoteId: keyObjectId,
      subjectId: credentialId,
      wishedHash: '',
      answeredHash: '',
    },
  });
  return { applicationId, credentialId, keyObjectId };
}

export interface EntryFacts {
  id?: string;
  method?: string;
  uri?: string;
  status?: number;
  startedAt?: number;
  latencyMs?: number;
  client?: ReportedClient | null;
}

/** An entry of Kong's http-log plugin about a call of the service's client. */
export function entryOf(service: ReportedService, facts: EntryFacts = {}) {
  const { client = service.client, latencyMs = 12 } = facts;
  const uri = facts.uri ?? `/${service.slug}/v1/orders/7?apikey=SECRET-IN-QUERY`;
  const [, query = ''] = uri.split('?');
  return {
    request: {
      id: facts.id ?? randomBytes(16).toString('hex'),
      method: facts.method ?? 'GET',
      uri,
      url: `http://gateway:8000${uri}`,
      querystring: Object.fromEntries(new URLSearchParams(query)),
      headers: { apikey: 'SECRET-IN-HEADER', 'user-agent': 'spec' },
      size: 200,
    },
    response: { status: facts.status ?? 200, size: 1_000, headers: { 'x-secret': 'SECRET-IN-ANSWER' } },
    latencies: { kong: 2, proxy: latencyMs - 2, receive: 0, request: latencyMs },
    service: { id: uuid(), name: service.slug, tags: ['gatehouse', `gatehouse-scope:version:${service.versionId}`] },
    ...(client === null
      ? {}
      : { consumer: { custom_id: client.applicationId }, authenticated_entity: { id: client.keyObjectId } }),
    client_ip: '127.0.0.1',
    started_at: facts.startedAt ?? Date.now(),
  };
}

/** Reports a body to the API as a gateway does: its own token, unless another one is given. */
export function reportCalls(api: TestApp, gatewayId: string, body: unknown, token?: string): Promise<HttpAnswer> {
  const own = ingestToken(testConfig(api.databaseUrl), gatewayId);
  return api.http.post(`/v1/ingest/kong/${gatewayId}`, {
    token: token ?? own,
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
}
