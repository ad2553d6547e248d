import { setTimeout as delay } from 'node:timers/promises';
import type { ApplicationDto, GatewayListDto, TeamDto } from '#contract';
import type { ApiClient } from '../lib/api-client.js';

const DOCUMENT = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'Bench', version: '1' },
  paths: { '/things': { get: { responses: { 200: { description: 'ok' } } } } },
});
const SYNC_TIMEOUT_MS = 30_000;
const POLL_MS = 50;

/** Publishes the service `bench` on a gateway, with applications that are subscribed to it and have no key yet. */
export async function offerService(
  client: ApiClient,
  { gateway, upstreamUrl, applications }: Offer,
): Promise<string[]> {
  await client.post('/v1/gateways', { name: 'Bench', kind: 'kong', environment: 'live', ...gateway });
  const team = await client.post<TeamDto>('/v1/teams', { name: 'Bench', kind: 'provider' });
  await client.post('/v1/services', { name: 'Bench', slug: 'bench', ownerTeamId: team.id });
  await client.post('/v1/services/bench/versions', { name: 'v1', upstreamUrl });
  await client.put('/v1/services/bench/versions/v1/spec?fileName=bench.json', DOCUMENT);
  // More calls than a bench ever makes, so that a refusal always means that the key is not live yet.
  await client.post('/v1/services/bench/plans', {
    name: 'Bench',
    slug: 'bench',
    approval: 'auto',
    limits: { minute: 100_000_000 },
  });
  await client.post('/v1/services/bench/versions/v1/publish');
  const ids: string[] = [];
  for (let nth = 0; nth < applications; nth++) {
    const { id } = await client.post<ApplicationDto>('/v1/applications', { name: `Client ${nth}` });
    await client.post(`/v1/applications/${id}/subscriptions`, { service: 'bench', plan: 'bench' });
    ids.push(id);
  }
  await untilNothingPends(client);
  return ids;
}

interface Offer {
  gateway: { adminUrl: string; proxyUrl: string };
  upstreamUrl: string;
  applications: number;
}

async function untilNothingPends(client: ApiClient): Promise<void> {
  const deadlineMs = Date.now() + SYNC_TIMEOUT_MS;
  for (;;) {
    const { items } = await client.get<GatewayListDto>('/v1/gateways');
    if (items.every(({ pending }) => pending === 0)) return;
    if (Date.now() > deadlineMs) throw new Error(`The gateway did not take the service: ${JSON.stringify(items)}`);
    await delay(POLL_MS);
  }
}
