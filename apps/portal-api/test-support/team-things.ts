import { createHash, randomUUID } from 'node:crypto';
import { uuid } from '#platform';
import type { MatrixRow, TeamThings } from '../src/authorisation.matrix.js';
import type { TestApp } from './start-test-app.js';

/** A provider team with one of everything, and what the paths of the API name it by. */
export interface TeamWithThings extends TeamThings {
  params: Record<string, string>;
}

/** Everything that belongs to no team. */
export interface SharedThings {
  environmentId: string;
  gatewayId: string;
  adoptionId: string;
  specHash: string;
}

const DOCUMENT = '{"openapi":"3.0.3","info":{"title":"Orders","version":"1"},"paths":{"/orders":{"get":{}}}}';
const NOTHING_DEFINED = { parameters: [], requestBody: null, responses: [], security: [], servers: [] };

export async function addSharedThings({ database: { prisma } }: TestApp): Promise<SharedThings> {
  const environment = await prisma.environment.findUniqueOrThrow({ where: { slug: 'live' } });
  const url = 'http://127.0.0.1:1';
  const gateway = { id: uuid(), slug: 'kong', name: 'Kong', kind: 'kong', adminUrl: url, proxyUrl: url };
  const spec = {
    hash: createHash('sha256').update(DOCUMENT).digest('hex'),
    format: 'json',
    byteLength: DOCUMENT.length,
    bytes: Buffer.from(DOCUMENT),
    openapi: '3.0',
  };
  await prisma.gateway.create({ data: { ...gateway, environmentId: environment.id } });
  const adoptionId = uuid();
  const preview = { shown: { services: [] }, serviceKeys: ['orders'], warnedKeys: [] };
  await prisma.adoption.create({ data: { id: adoptionId, gatewayId: gateway.id, state: 'previewed', preview } });
  await prisma.spec.create({ data: { ...spec, title: 'Orders', operationCount: 1 } });
  return { environmentId: environment.id, gatewayId: gateway.id, adoptionId, specHash: spec.hash };
}

/** Makes the team with its things in the states that a row asks for; `roles` become its members. */
export async function addTeamWithThings(
  { database: { prisma } }: TestApp,
  shared: SharedThings,
  row: MatrixRow,
  roles: { viewer?: string; member?: string; owner: string },
): Promise<TeamWithThings> {
  const unique = `t${randomUUID().slice(0, 8)}`;
  const ids = {
    team: uuid(),
    service: uuid(),
    live: uuid(),
    version: uuid(),
    plan: uuid(),
    more: uuid(),
    brownout: uuid(),
  };
  const people = { userId: uuid(), newcomer: uuid(), application: uuid(), subscription: uuid(), credential: uuid() };
  const person = (id: string, email: string) => ({ id, email, displayName: email, passwordHash: 'none' });
  const newcomerEmail = `new-${unique}@example.com`;
  const members = Object.entries(roles) as ['viewer' | 'member' | 'owner', string][];
  await prisma.user.createMany({
    data: [person(people.userId, `in-${unique}@example.com`), person(people.newcomer, newcomerEmail)],
  });
  await prisma.team.create({ data: { id: ids.team, slug: unique, name: unique, kind: 'provider' } });
  await prisma.membership.createMany({
    data: [
      ...members.map(([role, userId]) => ({ teamId: ids.team, userId, role })),
      { teamId: ids.team, userId: people.userId, role: 'member' },
    ],
  });
  const service = {
    id: ids.service,
    slug: unique,
    name: unique,
    ownerTeamId: ids.team,
    visibility: 'private' as const,
  };
  await prisma.service.create({ data: service });
  const state = row.version ?? 'published';
  const version = {
    serviceId: ids.service,
    specHash: shared.specHash,
    specRevisionNumber: 1,
    upstreamUrl: 'http://127.0.0.1:9',
  };
  const dates = datesOf(state);
  await prisma.version.createMany({
    data: [
      { ...version, id: ids.live, name: 'v0', basePath: `/${unique}/v0`, state: 'published', publishedAt: new Date() },
      {
        ...version,
        id: ids.version,
        name: unique,
        basePath: `/${unique}/v1`,
        state,
        ...(state === 'draft' ? {} : dates),
      },
    ],
  });
  if (state === 'retired')
    await prisma.deployment.create({ data: { versionId: ids.version, gatewayId: shared.gatewayId } });
  if (state === 'deprecated')
    await prisma.brownout.create({
      data: {
        id: ids.brownout,
        versionId: ids.version,
        startsAt: new Date('2098-01-01T10:00:00Z'),
        endsAt: new Date('2098-01-01T11:00:00Z'),
        sharePercent: 10,
      },
    });
  await prisma.specRevision.createMany({
    data: [ids.live, ids.version].map((versionId) => ({ versionId, number: 1, specHash: shared.specHash })),
  });
  if (state === 'published')
    await prisma.specProposal.create({ data: { versionId: ids.version, specHash: shared.specHash } });
  const operation = { position: 1, since: 1, method: 'GET', path: '/orders', definition: NOTHING_DEFINED, digest: '' };
  await prisma.operation.createMany({
    data: [ids.live, ids.version].map((versionId) => ({ ...operation, versionId })),
  });
  const ofDocument = { versionId: ids.version, since: 1, digest: '' };
  await prisma.operationTag.create({ data: { ...ofDocument, position: 1, name: '', operationCount: 1 } });
  const pointer = '#/components/schemas/Order';
  await prisma.specComponent.create({ data: { ...ofDocument, number: 0, pointer, name: 'Order', definition: {} } });
  const plan = { serviceId: ids.service, limitPerMinute: 5 };
  await prisma.plan.createMany({
    data: [
      { ...plan, id: ids.plan, slug: unique, name: unique },
      { ...plan, id: ids.more, slug: `${unique}-more`, name: `${unique} more` },
    ],
  });
  await prisma.application.create({ data: { id: people.application, teamId: ids.team, name: unique } });
  if (row.subscription !== null) await addSubscription(prisma, row.subscription ?? 'active', ids, people);
  const key = { prefix: 'ghlxxxxx', lastFour: 'xxxx', sha256: randomUUID(), sha1: randomUUID() };
  await prisma.credential.create({
    data: {
      ...key,
      id: people.credential,
      applicationId: people.application,
      environmentId: shared.environmentId,
      name: 'k',
    },
  });
  return {
    teamId: ids.team,
    newcomerEmail,
    slug: unique,
    plan: unique,
    applicationId: people.application,
    specHash: shared.specHash,
    unique,
    params: {
      teamId: ids.team,
      userId: people.userId,
      slug: unique,
      version: unique,
      plan: unique,
      applicationId: people.application,
      subscriptionId: people.subscription,
      credentialId: people.credential,
      gatewayId: shared.gatewayId,
      adoptionId: shared.adoptionId,
      brownoutId: ids.brownout,
      sessionId: uuid(),
      callId: uuid(),
    },
  };
}

/** Of a version that ends in the year 2099 and warns its callers until then. */
function datesOf(state: NonNullable<MatrixRow['version']> | 'published') {
  const now = new Date();
  return {
    publishedAt: now,
    deprecatedAt: state === 'published' ? null : now,
    sunsetAt: state === 'deprecated' ? new Date('2099-01-01T00:00:00Z') : null,
    retiredAt: state === 'retired' ? now : null,
  };
}

async function addSubscription(
  prisma: TestApp['database']['prisma'],
  state: 'active' | 'pending' | 'suspended',
  ids: { service: string; plan: string },
  { application, subscription }: { application: string; subscription: string },
): Promise<void> {
  const waits = state === 'pending';
  await prisma.subscription.create({
    data: {
      id: subscription,
      applicationId: application,
      serviceId: ids.service,
      state,
      planId: waits ? null : ids.plan,
      requestedPlanId: waits ? ids.plan : null,
      requestedAt: waits ? new Date() : null,
    },
  });
}
