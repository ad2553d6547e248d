import type { Entity, KongAdminModel } from '#kong-admin';
import { foreignId } from '#kong-admin';
import { refusal, type Answer } from '../answer.js';
import type { Call } from '../call.js';

/** The fields of the plugin's config that count here. */
interface KeyAuthConfig {
  key_names: string[];
  hide_credentials: boolean;
  anonymous: string | null;
  key_in_header: boolean;
  key_in_query: boolean;
  run_on_preflight: boolean;
  realm: string | null;
}

/** Finds the consumer by the presented key, or refuses with 401. */
export function keyAuth(call: Call, plugin: Entity, model: KongAdminModel): Answer | undefined {
  const config = plugin['config'] as unknown as KeyAuthConfig;
  if (call.method === 'OPTIONS' && !config.run_on_preflight) return undefined;
  const key = takeKey(call, config);
  const credential = key === undefined ? undefined : model.credentialByKey(key);
  const consumer = credential && model.get('consumers', foreignId(credential, 'consumer') ?? '');
  if (consumer) return identify(call, consumer, credential);
  const anonymous =
    config.anonymous && (model.get('consumers', config.anonymous) ?? model.consumerByName(config.anonymous));
  if (anonymous) return identify(call, anonymous, undefined);
  const challenge = config.realm ? `Key realm="${config.realm}"` : 'Key';
  const message = key === undefined ? 'No API key found in request' : 'Unauthorized';
  return refusal(call, 401, message, { 'www-authenticate': challenge });
}

/** The presented key; when it is to be hidden it is taken out of what goes upstream. */
function takeKey(call: Call, config: KeyAuthConfig): string | undefined {
  for (const name of config.key_names) {
    const header = config.key_in_header ? call.headers[name.toLowerCase()] : undefined;
    if (typeof header === 'string') {
      if (config.hide_credentials) delete call.headers[name.toLowerCase()];
      return header;
    }
    if (!config.key_in_query || call.query === undefined) continue;
    const query = new URLSearchParams(call.query);
    const value = query.get(name);
    if (value === null) continue;
    if (config.hide_credentials) {
      query.delete(name);
      call.query = query.toString();
    }
    return value;
  }
  return undefined;
}

function identify(call: Call, consumer: Entity, credential: Entity | undefined): undefined {
  call.consumer = consumer;
  call.credential = credential;
  setHeader(call, 'x-consumer-id', consumer.id);
  setHeader(call, 'x-consumer-custom-id', consumer['custom_id']);
  setHeader(call, 'x-consumer-username', consumer['username']);
  setHeader(call, 'x-credential-identifier', credential?.id);
  setHeader(call, 'x-anonymous-consumer', credential ? undefined : 'true');
}

/** What is not known is removed: nobody may pass it off from outside. */
function setHeader(call: Call, name: string, value: unknown): void {
  if (typeof value === 'string') call.headers[name] = value;
  else delete call.headers[name];
}
