import { GatewayFault, type GatewayInfo, type WriteMode } from '#gateway';
import { isRecord } from './kong-fault.js';
import type { KongAnswer, KongClient } from './kong.client.js';
import { isOlderThan } from './rate-limit-counters.js';

type Identity = Omit<GatewayInfo, 'reachable' | 'fault'>;

/** Asks a Kong what it is and whether we can write to it. Never rejects. */
export async function checkKong(client: KongClient): Promise<GatewayInfo> {
  try {
    const status = await client.get('/status');
    if (status === null || !isRecord(status.body)) {
      throw new GatewayFault('refused', 'The address answers, but not like the Admin API of a Kong gateway.');
    }
    const identity = await identify(client, status, status.body);
    const fault = whyUnusable(status.body, identity.version);
    return { reachable: fault === null, ...identity, fault };
  } catch (error) {
    if (!(error instanceof GatewayFault)) throw error;
    return { reachable: false, version: null, edition: null, writes: 'objects', fault: error };
  }
}

/** `GET /` walks every plugin of a gateway, so it is asked only for what `/status` and its headers leave out. */
async function identify(client: KongClient, answer: KongAnswer, status: Record<string, unknown>): Promise<Identity> {
  const named = /^kong\/(.+)$/i.exec(answer.server ?? '')?.[1];
  const mode = writeModeOf(status);
  if (named !== undefined && mode !== null) return { ...versionOf(named, null), writes: mode };
  const body = (await client.get('/'))?.body;
  const root = isRecord(body) ? body : {};
  const { database } = isRecord(root.configuration) ? root.configuration : {};
  const version = named ?? (typeof root.version === 'string' ? root.version : '');
  return { ...versionOf(version, root.edition), writes: mode ?? (database === 'off' ? 'document' : 'objects') };
}

/** A Kong with a database tells whether it reaches it; one without tells the hash of its document. */
function writeModeOf(status: Record<string, unknown>): WriteMode | null {
  if ('configuration_hash' in status) return 'document';
  return 'database' in status ? 'objects' : null;
}

/** `3.9.3` is open source, `3.9.3.1-enterprise-edition` is not; the edition is said only where it is known. */
function versionOf(named: string, edition: unknown): { version: string | null; edition: string | null } {
  const version = /^\d+(\.\d+)+/.exec(named)?.[0] ?? null;
  const isEnterprise = /enterprise/i.test(`${named} ${typeof edition === 'string' ? edition : ''}`);
  return { version, edition: version && (isEnterprise ? 'enterprise' : 'open source') };
}

function whyUnusable(status: Record<string, unknown>, version: string | null): GatewayFault | null {
  if (isRecord(status.database) && status.database.reachable === false) {
    return new GatewayFault('busy', 'This Kong cannot reach its database.');
  }
  if (isOlderThan(version, 3, 4)) {
    return new GatewayFault('refused', `This is Kong ${version}; 3.4 or later is needed.`);
  }
  return null;
}
