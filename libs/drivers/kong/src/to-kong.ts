import type { DesiredApplication, DesiredGateway, DesiredScope, DesiredSubscription, DesiredVersion } from '#gateway';
import type { RemoteObject } from '#gateway';
import type { KongObjectMaker } from './kong-objects.js';
import { firstFunction, lifecyclePlugins } from './lifecycle-to-kong.js';
import { keyProbeToKong, watermarkToKong } from './probe-objects.js';
import { counterSettings, type CounterOptions } from './rate-limit-counters.js';

/** The header that carries an application's key. The digest snippet reads the same one. */
const keyHeader = 'apikey';

/** Batches of our usage log. An hour of retries, so that a short outage on our side loses no call. */
const usageLogQueue = { max_batch_size: 1000, max_coalescing_delay: 1, max_entries: 100_000, max_retry_time: 3600 };

/**
 * What nobody reads of an entry is not sent. A call that matches no route passes no plugin that would hide the key, and would
 * be logged with it; and all of it together is two thirds of a batch.
 */
const unreadLogFields = [
  'request.headers',
  'request.querystring',
  'request.url',
  'response.headers',
  'route',
  'source',
  'tries',
  'upstream_status',
  'upstream_uri',
  'workspace',
  'workspace_name',
];

/** Translates one scope into the Kong entities that it consists of, guards before what they guard. Pure. */
export function toKong(desired: DesiredScope, maker: KongObjectMaker, counters: CounterOptions): RemoteObject[] {
  if ('absent' in desired) return [];
  if ('usageLog' in desired) return gatewayToKong(desired, maker);
  if ('number' in desired) return watermarkToKong(desired, maker);
  if ('versionId' in desired) return versionToKong(desired, maker);
  return applicationToKong(desired, maker, counters);
}

function gatewayToKong(gateway: DesiredGateway, maker: KongObjectMaker): RemoteObject[] {
  const { scope, usageLog } = gateway;
  const config = {
    http_endpoint: usageLog.url,
    headers: usageLog.headers,
    queue: usageLogQueue,
    custom_fields_by_lua: Object.fromEntries(unreadLogFields.map((field) => [field, 'return nil'])),
  };
  const log = maker.make(scope, 'plugins', maker.id('plugins', 'gateway', 'http-log'), { name: 'http-log', config });
  return [log, ...keyProbeToKong(gateway, maker)];
}

function versionToKong(version: DesiredVersion, maker: KongObjectMaker): RemoteObject[] {
  const { scope, versionId, serviceSlug, versionName } = version;
  const serviceId = maker.id('services', versionId);
  const name = `${serviceSlug}.${versionName}`;
  const service = maker.make(scope, 'services', serviceId, { name, ...upstreamOf(version.upstreamUrl) });
  const plugin = (pluginName: string, config: Record<string, unknown>) =>
    maker.make(
      scope,
      'plugins',
      maker.id('plugins', versionId, pluginName),
      { name: pluginName, service: { id: serviceId }, config },
      [serviceId],
    );
  const guards = [
    plugin(...firstFunction(version)),
    plugin('key-auth', { key_names: [keyHeader], key_in_query: false, key_in_body: false, hide_credentials: true }),
    plugin('acl', { allow: [groupOf(version.serviceId)], hide_groups_header: true }),
  ];
  const route = {
    name,
    service: { id: serviceId },
    protocols: ['http', 'https'],
    paths: [version.basePath || '/'],
    hosts: version.hosts.length > 0 ? version.hosts : undefined,
    methods: version.methods && [...new Set([...version.methods, 'OPTIONS'])],
    strip_path: version.stripBasePath,
  };
  const needs = [service, ...guards].map((object) => object.id);
  const others = lifecyclePlugins(version).map((one) => plugin(...one));
  return [service, ...guards, ...others, maker.make(scope, 'routes', maker.id('routes', versionId), route, needs)];
}

function applicationToKong(
  application: DesiredApplication,
  maker: KongObjectMaker,
  counters: CounterOptions,
): RemoteObject[] {
  const { scope, applicationId, label } = application;
  const consumerId = maker.id('consumers', applicationId);
  const consumer = maker.make(scope, 'consumers', consumerId, {
    username: usernameOf(label, applicationId),
    custom_id: applicationId,
  });
  const access = application.subscriptions.flatMap((subscription) =>
    subscriptionToKong(application, subscription, consumerId, maker, counters),
  );
  const keys = application.credentials.map(({ credentialId, digests }): RemoteObject => {
    const id = maker.id('key-auths', credentialId);
    const body = { key: digests.sha1, consumer: { id: consumerId } };
    return { ...maker.make(scope, 'key-auths', id, body, [consumerId]), subjectId: credentialId };
  });
  return [consumer, ...access, ...keys];
}

/** One limit for each version, then the group that opens them all. */
function subscriptionToKong(
  { scope, applicationId }: DesiredApplication,
  { serviceId, versions, limits }: DesiredSubscription,
  consumerId: string,
  maker: KongObjectMaker,
  counters: CounterOptions,
): RemoteObject[] {
  const consumer = { id: consumerId };
  const windows = Object.fromEntries(Object.entries(limits).filter(([, calls]) => calls !== undefined));
  const config = {
    ...windows,
    limit_by: 'consumer',
    fault_tolerant: true,
    hide_client_headers: false,
    ...counterSettings(counters),
  };
  const limited = Object.keys(windows).length > 0 ? versions : [];
  const limitPlugins = limited.map(({ versionId }) =>
    maker.make(
      scope,
      'plugins',
      maker.id('plugins', applicationId, versionId, 'rate-limiting'),
      { name: 'rate-limiting', service: { id: maker.id('services', versionId) }, consumer, config },
      [consumerId],
    ),
  );
  const groupId = maker.id('acls', applicationId, serviceId);
  const needs = [consumerId, ...limitPlugins.map((plugin) => plugin.id)];
  return [...limitPlugins, maker.make(scope, 'acls', groupId, { group: groupOf(serviceId), consumer }, needs)];
}

/** By id and not by slug, because a renamed service keeps its subscribers. */
function groupOf(serviceId: string): string {
  return `service-${serviceId}`;
}

/** Readable for the gateway's operator, and unique whatever two teams call their applications. */
function usernameOf(label: string, applicationId: string): string {
  const readable = label
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  return readable ? `${readable}.${applicationId}` : applicationId;
}

function upstreamOf(upstreamUrl: string): Record<string, unknown> {
  const { protocol, hostname, port, pathname } = new URL(upstreamUrl);
  const scheme = protocol.slice(0, -1);
  const path = pathname.replace(/\/+$/, '');
  return {
    protocol: scheme,
    host: hostname,
    port: port ? Number(port) : scheme === 'https' ? 443 : 80,
    path: path || null,
  };
}
