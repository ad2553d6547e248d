import { createHash } from 'node:crypto';
import { uuid } from '#platform';
import type { TestApp, TestUser } from './start-test-app.js';

/** A service that can be subscribed to, with a person of the team that owns it. */
export interface OfferedService {
  slug: string;
  serviceId: string;
  versionId: string;
  ownerTeamId: string;
  owner: TestUser;
  gatewayId: string;
}

/** Makes `user` a member of a new provider team and returns its id. */
export async function addTeam(api: TestApp, kind: 'developer' | 'provider', ...owners: TestUser[]): Promise<string> {
  const id = uuid();
  await api.database.prisma.team.create({
    data: {
      id,
      slug: `team-${id}`,
      name: `Team ${id.slice(-4)}`,
      kind,
      memberships: { create: owners.map((user) => ({ userId: user.id, role: 'owner' as const })) },
    },
  });
  return id;
}

/** A gateway that nothing answers for: its scopes stay pending. */
export async function addGateway(api: TestApp, slug: string, environmentSlug = 'live'): Promise<string> {
  const id = uuid();
  await api.database.prisma.gateway.create({
    data: {
      id,
      slug,
      name: `Gateway ${slug}`,
      kind: 'kong',
      adminUrl: 'http://127.0.0.1:1',
      proxyUrl: 'http://127.0.0.1:8000',
      environment: { connect: { slug: environmentSlug } },
    },
  });
  return id;
}

/** `<slug>` with version v1 live on one gateway, plans `free` (automatic) and `gold` (by approval), and `GET /orders`. */
export async function addOfferedService(api: TestApp, slug: string): Promise<OfferedService> {
  const { prisma } = api.database;
  const owner = await api.addUser(`${slug}-owner`);
  const ownerTeamId = await addTeam(api, 'provider', owner);
  const gatewayId = await addGateway(api, `${slug}-gateway`);
  const serviceId = uuid();
  const versionId = uuid();
  const specHash = createHash('sha256').update(slug).digest('hex');
  const operation = (position: number, path: string, parameters: object[]) => {
    const definition = { parameters, requestBody: null, responses: [], security: [], servers: [] };
    return { versionId, position, since: 1, method: 'GET', path, definition, digest: '' };
  };
  const parameter = { in: 'query', name: 'q', description: '', deprecated: false, schema: null, example: null };
  await prisma.spec.create({
    data: {
      hash: specHash,
      format: 'json',
      byteLength: 2,
      bytes: Buffer.from('{}'),
      openapi: '3.0',
      title: slug,
      operationCount: 3,
    },
  });
  await prisma.service.create({
    data: {
      id: serviceId,
      slug,
      name: slug.toUpperCase(),
      ownerTeamId,
      plans: {
        create: [
          { id: uuid(), slug: 'free', name: 'Free', approval: 'auto', limitPerMinute: 5 },
          { id: uuid(), slug: 'gold', name: 'Gold', approval: 'manual', limitPerMinute: 600 },
        ],
      },
      versions: {
        create: {
          id: versionId,
          name: 'v1',
          state: 'published',
          publishedAt: new Date(),
          basePath: `/${slug}/v1`,
          upstreamUrl: 'http://127.0.0.1:1',
          specHash,
          specRevisionNumber: 1,
          deployments: { create: { gatewayId } },
        },
      },
    },
  });
  await prisma.operation.createMany({
    data: [
      operation(1, '/orders/{id}', [{ ...parameter, in: 'path', name: 'id', required: true }]),
      operation(2, '/search', [{ ...parameter, required: true }]),
      operation(3, '/orders', [{ ...parameter, required: false }]),
    ],
  });
  return { slug, serviceId, versionId, ownerTeamId, owner, gatewayId };
}
