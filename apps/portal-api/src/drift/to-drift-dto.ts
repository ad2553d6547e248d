import type { DriftDto } from '#contract';
import type { GatewayDriver } from '#gateway';
import { isApplication, isVersion } from '../gateway-sync/scope-names.js';
import { adoptabilityOf } from './adoptability.js';
import type { DriftRow } from './drift.store.js';

export function toDriftDto(row: DriftRow, driver: GatewayDriver): DriftDto {
  const { objectId, kind, name, finding, fields, moreFields, foundHash, foundAt, ignoredAt } = row;
  const adoptability = adoptabilityOf(row, driver);
  const refused = 'refused' in adoptability ? adoptability.refused : null;
  return {
    objectId,
    kind,
    name,
    finding,
    belongsTo: belongsTo(row),
    fields,
    moreFields,
    foundHash,
    foundAt: foundAt.toISOString(),
    ignoredAt: ignoredAt?.toISOString() ?? null,
    adoptable: refused === null,
    notAdoptableBecause: refused,
  };
}

/** The catalogue's name for what an object stands for: `Orders v1`. */
export function belongsTo({ scope, version, application }: DriftRow): string {
  if (version !== null) return `${version.serviceName} ${version.name}`;
  if (application !== null) return `application ${application.name} (${application.teamName})`;
  return isVersion(scope) || isApplication(scope)
    ? 'something that is gone from the catalogue'
    : 'usage reports and probes';
}
