import { Fault } from '#domain';
import type { FoundChange, GatewayDriver } from '#gateway';
import { isApplication, isVersion } from '../gateway-sync/scope-names.js';
import { parseBasePath } from '../versions/base-path.js';
import { parseHosts } from '../versions/hosts.js';
import { parseUpstreamUrl } from '../versions/upstream-url.js';
import type { DriftedVersion, DriftRow } from './drift.store.js';

type VersionChange = Exclude<FoundChange, { refused: string }>;

/** What the catalogue would say if it took a finding over, or why it cannot. */
export type Adoptability = { version: DriftedVersion; change: VersionChange } | { refused: string };

/** Whether the catalogue can say what stands on the gateway. Only a version's address, path and hosts are its own words. */
export function adoptabilityOf(row: DriftRow, driver: Pick<GatewayDriver, 'foundChange'>): Adoptability {
  if (row.finding === 'missing') return { refused: 'It is gone from the gateway, so there is nothing to take over.' };
  if (row.finding === 'unknown') return { refused: 'It carries our mark, but nothing in the catalogue is like it.' };
  if (isApplication(row.scope)) return { refused: ofApplication(row.planName) };
  if (!isVersion(row.scope))
    return { refused: 'Gatehouse reports calls and checks nodes with it, by its own settings.' };
  if (row.version === null) return { refused: 'What it belonged to is gone from the catalogue.' };
  const found = foundBody(row);
  if (found === null)
    return { refused: 'More was changed than can be shown, so it can only be overwritten or ignored.' };
  const change = driver.foundChange(
    row.kind,
    found,
    row.fields.map(({ path }) => path),
  );
  return 'refused' in change ? change : withinRules(row.version, change);
}

function ofApplication(planName: string | null): string {
  return planName === null
    ? 'Applications and their keys are kept in the catalogue; change them there instead.'
    : `The limits belong to plan ${planName}; change the plan instead.`;
}

/** What we pushed, with the fields as they were found; null where not all of them are known in full. */
function foundBody({ answered, fields, moreFields }: DriftRow): Record<string, unknown> | null {
  if (answered === null || fields.length === 0 || moreFields > 0) return null;
  try {
    const changed = fields.map(({ path, found }) => [path, found === null ? undefined : JSON.parse(found)]);
    return { ...JSON.parse(answered), ...Object.fromEntries(changed) };
  } catch {
    return null;
  }
}

/** The rules of the catalogue hold for what comes from a gateway, too. */
function withinRules(version: DriftedVersion, { upstreamUrl, basePath, hosts }: VersionChange): Adoptability {
  try {
    const change = {
      ...(upstreamUrl === undefined ? {} : { upstreamUrl: parseUpstreamUrl(upstreamUrl) }),
      ...(basePath === undefined ? {} : { basePath: parseBasePath(basePath) }),
      ...(hosts === undefined ? {} : { hosts: parseHosts(hosts) }),
    };
    if (version.state !== 'draft' && change.basePath !== undefined && change.basePath !== version.basePath)
      return { refused: `${version.name} is ${version.state}: its callers know the base path ${version.basePath}.` };
    return { version, change };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { refused: error.message };
  }
}
