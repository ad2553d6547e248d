import type { GatewayDto, GatewayListDto } from '#contract';
import type { ApiClient } from './api-client.js';

export interface GatewayAddress {
  slug: string;
  name: string;
  adminUrl: string;
  proxyUrl: string;
  adminToken?: string;
}

/** Registers the gateway, or tells the catalogue that it has moved. */
export async function ensureGateway(api: ApiClient, address: GatewayAddress): Promise<void> {
  const { items } = await api.get<GatewayListDto>('/v1/gateways');
  const known = items.find(({ slug }) => slug === address.slug);
  if (known === undefined) {
    await api.post<GatewayDto>('/v1/gateways', {
      ...address,
      kind: 'kong',
      environment: 'live',
      evenIfUnreachable: true,
    });
    return;
  }
  if (known.adminUrl === address.adminUrl && known.proxyUrl === address.proxyUrl) return;
  const { adminUrl, proxyUrl, adminToken } = address;
  await api.patch(`/v1/gateways/${known.id}`, known.revision, {
    adminUrl,
    proxyUrl,
    adminToken,
    evenIfUnreachable: true,
  });
}
