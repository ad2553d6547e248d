import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ApplicationDto, IssuedKeyDto, ServiceDto, TeamDto, VersionDto } from '#contract';
import { projectRoot } from '#platform';
import type { ApiClient } from './api-client.js';
import type { LocalState } from './local-state.js';

/** What the first start put into the catalogue, and how to call it. Kept, because a key is shown only once. */
export interface Demo {
  curl: string;
}

const SERVICE = 'orders-demo';
const VERSION = 'v1';

/**
 * Fills the catalogue with one service, two plans and an application with a key, unless an earlier start has done it.
 * What moved since then (the ports) is followed.
 */
export async function ensureDemo(
  api: ApiClient,
  state: LocalState,
  upstreamUrl: string,
  proxyUrl: string,
): Promise<Demo> {
  const file = state.path('demo.json');
  if (existsSync(file)) await followUpstream(api, upstreamUrl);
  else writeFileSync(file, JSON.stringify(await fill(api, upstreamUrl), null, 2) + '\n', { mode: 0o600 });
  const { curl } = JSON.parse(readFileSync(file, 'utf8')) as Demo;
  return { curl: curl.replace(/'https?:\/\/[^/']+/, `'${proxyUrl}`) };
}

async function followUpstream(api: ApiClient, upstreamUrl: string): Promise<void> {
  const path = `/v1/services/${SERVICE}/versions/${VERSION}`;
  const version = await api.get<VersionDto>(path);
  if (version.upstreamUrl !== upstreamUrl) await api.patch(path, version.revision, { upstreamUrl });
}

async function fill(api: ApiClient, upstreamUrl: string): Promise<Demo> {
  const team = await api.post<TeamDto>('/v1/teams', { name: 'Shop platform', kind: 'provider' });
  await publishOrders(api, team.id, upstreamUrl);
  const application = await api.post<ApplicationDto>('/v1/applications', {
    name: 'Demo client',
    description: 'Made by the first start, so that there is something to call with.',
  });
  await api.post(`/v1/applications/${application.id}/subscriptions`, { service: SERVICE, plan: 'trial' });
  const issued = await api.post<IssuedKeyDto>(`/v1/applications/${application.id}/credentials`, { name: 'demo' });
  if (issued.curl === null) throw new Error('The demo key came without a curl to try it with.');
  return { curl: issued.curl };
}

async function publishOrders(api: ApiClient, ownerTeamId: string, upstreamUrl: string): Promise<void> {
  const service = await api.post<ServiceDto>('/v1/services', {
    name: 'Orders (demo)',
    slug: SERVICE,
    ownerTeamId,
    summary: 'Place, follow and cancel orders of a small coffee shop.',
    description: 'A small service to try the portal with. **Nothing is really sold.**',
  });
  const document = readFileSync(path.join(projectRoot(), 'apps/quickstart/demo/orders.openapi.yaml'));
  const base = `/v1/services/${service.slug}`;
  const version = await api.post<VersionDto>(`${base}/versions`, { name: VERSION, upstreamUrl });
  await api.putBytes(
    `${base}/versions/${version.name}/spec?fileName=orders.openapi.yaml`,
    document,
    'application/yaml',
  );
  await api.post(`${base}/plans`, {
    name: 'Trial',
    approval: 'auto',
    description: 'Enough to try everything.',
    limits: { minute: 60, month: 10_000 },
  });
  await api.post(`${base}/plans`, {
    name: 'Partner',
    approval: 'manual',
    description: 'For partners with a contract.',
    limits: { minute: 600 },
  });
  await api.post(`${base}/versions/${version.name}/publish`);
}
