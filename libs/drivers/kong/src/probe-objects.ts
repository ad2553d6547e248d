import type { DesiredGateway, DesiredWatermark, RemoteObject } from '#gateway';
import type { KongObjectMaker } from './kong-objects.js';

/** What a probe presents so that Kong finds the probe's routes; nobody else knows the value. */
export const probeHeader = 'x-gatehouse-probe';
/** Where the probe puts a digest: it goes into the same look-up as the digest of a presented key. */
export const digestHeader = 'x-gatehouse-digest';

export const keyProbePath = '/.gatehouse/key';

/** Ends with a slash, because Kong compares prefixes and 12 begins with 1. */
export function watermarkPath(number: number): string {
  return `/.gatehouse/watermark/${number}/`;
}

/** What the two kinds of probes answer, so that no other page with status 200 is taken for them. */
export const probeMarks = { key: 'gatehouse-probe key', watermark: 'gatehouse-probe watermark' } as const;

/**
 * What answers probes: a service for keys, guarded by key-auth before its route opens, and one for watermarks, whose
 * route comes with the first watermark. Neither upstream is ever called: request-termination answers.
 */
export function keyProbeToKong({ scope, probe }: DesiredGateway, maker: KongObjectMaker): RemoteObject[] {
  const key = terminatedService(scope, 'key', `gatehouse-probe.${maker.installation8}`, maker);
  const watermark = terminatedService(scope, 'watermark', watermarkName(maker), maker);
  const serviceId = key.service.id;
  const guard = maker.make(
    scope,
    'plugins',
    maker.id('plugins', 'probe', 'key', 'key-auth'),
    {
      name: 'key-auth',
      service: { id: serviceId },
      config: { key_names: [digestHeader], key_in_query: false, key_in_body: false, hide_credentials: true },
    },
    [serviceId],
  );
  const guards = [serviceId, key.termination.id, guard.id];
  return [
    ...[key.service, key.termination, guard, watermark.service, watermark.termination],
    probeRoute(scope, 'key', key.service, keyProbePath, probe.token, maker, guards),
  ];
}

export function watermarkToKong({ scope, number, probe }: DesiredWatermark, maker: KongObjectMaker): RemoteObject[] {
  const service = { id: serviceIdOf('watermark', maker), body: { name: watermarkName(maker) } };
  return [probeRoute(scope, 'watermark', service, watermarkPath(number), probe.token, maker, [])];
}

function watermarkName(maker: KongObjectMaker): string {
  return `gatehouse-probe.${maker.installation8}.watermark`;
}

function serviceIdOf(probe: keyof typeof probeMarks, maker: KongObjectMaker): string {
  return maker.id('services', 'probe', probe);
}

function terminatedService(
  scope: DesiredGateway['scope'],
  probe: keyof typeof probeMarks,
  name: string,
  maker: KongObjectMaker,
): { service: RemoteObject; termination: RemoteObject } {
  const id = serviceIdOf(probe, maker);
  const service = maker.make(scope, 'services', id, { name, protocol: 'http', host: '127.0.0.1', port: 9 });
  const config = { status_code: 200, content_type: 'text/plain', body: probeMarks[probe] };
  const terminationId = maker.id('plugins', 'probe', probe, 'request-termination');
  const body = { name: 'request-termination', service: { id }, config };
  return { service, termination: maker.make(scope, 'plugins', terminationId, body, [id]) };
}

/**
 * Kong tries routes with more kinds of criteria first, in both of its routers that know these fields. Method, header and
 * path are three, so a route that serves `/` to everybody does not win; one with a method and with the very host name of
 * the node's address would.
 */
function probeRoute(
  scope: DesiredGateway['scope'] | DesiredWatermark['scope'],
  probe: keyof typeof probeMarks,
  service: { id: string; body: Record<string, unknown> },
  path: string,
  token: string,
  maker: KongObjectMaker,
  needs: string[],
): RemoteObject {
  const route = {
    name: service.body.name,
    service: { id: service.id },
    protocols: ['http', 'https'],
    methods: ['GET'],
    headers: { [probeHeader]: [token] },
    paths: [path],
  };
  return maker.make(scope, 'routes', maker.id('routes', 'probe', probe), route, needs);
}
