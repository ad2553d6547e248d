import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ApplicationDto, IssuedKeyDto, ServiceDto, TeamDto, VersionDto } from '#contract';
import { projectRoot } from '#platform';
import type { Api } from './api.js';
import type { LocalState } from './local-state.js';

/** What the first start put into the catalogue, and how to call it. Kept, because a key is shown only once. */
export interface Demo {
  curl: string;
}

/** Fills the catalogue with one service, two plans and an application with a key, unless an earlier start has done it. */
export async function ensureDemo(api: Api, state: LocalState, upstreamUrl: string): Promise<Demo> {
  const file = state.path('demo.json');
  if (!existsSync(file)) {
    const demo = await fill(api, upstreamUrl);
    writeFileSync(file, JSON.stringify(demo, null, 2) + '\n', { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Demo;
}

async function fill(api: Api, upstreamUrl: string): Promise<Demo> {
  const team = await api.post<TeamDto>('/v1/teams', { name: 'Shop platform', kind: 'provider' });
  await publishOrders(api, team.id, upstreamUrl);
  const application = await api.post<ApplicationDto>('/v1/applications', {
    name: 'Demo client',
    description: 'Made by the first start, so that there is something to call with.',
  });
  await api.post(`/v1/applications/${application.id}/subscriptions`, { service: 'orders-demo', plan: 'trial' });
  const issued = await api.post<IssuedKeyDto>(`/v1/applications/${application.id}/credentials`, { name: 'demo' });
  if (issued.curl === null) throw new Error('The demo key came without a curl to try it with.');
  return { curl: issued.curl };
}

async function publishOrders(api: Api, ownerTeamId: string, upstreamUrl: string): Promise<void> {
  const service = await api.post<ServiceDto>('/v1/services', {
    name: 'Orders (demo)',
    slug: 'orders-demo',
    ownerTeamId,
    summary: 'Place, follow and cancel orders of a small coffee shop.',
    description: 'A small service to try the portal with. **Nothing is really sold.**',
  });
  const document = readFileSync(path.join(projectRoot(), 'apps/quickstart/demo/orders.openapi.yaml'));
  const base = `/v1/services/${service.slug}`;
  const version = await api.post<VersionDto>(`${base}/versions`, { name: 'v1', upstreamUrl });
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
