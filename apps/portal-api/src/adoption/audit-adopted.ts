import type { AuditRecord } from '../audit/audit.store.js';
import type { MadeFor } from './adopted-catalogue.store.js';
import type { PlannedApplication, PlannedService } from './adoption-plan.js';

/** So many of each list an entry names; the totals count all. */
export const NAMED_IN_AUDIT = 100;

/** What was made of services, an entry each, with versions and plans. @param madeIds of the rows that are new */
export function auditServices(
  services: PlannedService[],
  madeIds: ReadonlySet<string>,
  { adoptionId, gatewayId, serviceTeamId }: MadeFor,
): AuditRecord[] {
  return services.flatMap(({ id, slug, versions, plans }) => {
    const isMade = (one: { id: string }) => madeIds.has(one.id);
    const made = { versions: versions.filter(isMade), plans: plans.filter(isMade) };
    if (!isMade({ id }) && made.versions.length + made.plans.length === 0) return [];
    const after = {
      adoptionId,
      gatewayId,
      slug,
      ...named('versions', made.versions, ({ id: versionId, name, basePath, upstreamUrl }) => {
        return { id: versionId, name, basePath, upstreamUrl };
      }),
      ...named('plans', made.plans, ({ id: planId, slug: plan, limits }) => ({ id: planId, slug: plan, limits })),
    };
    return [{ action: 'service.adopted', subjectKind: 'service', subjectId: id, teamId: serviceTeamId, after }];
  });
}

/** What was made of consumers, an entry each, with keys and subscriptions. */
export function auditApplications(
  applications: PlannedApplication[],
  madeIds: ReadonlySet<string>,
  { adoptionId, gatewayId, applicationTeamId }: MadeFor,
): AuditRecord[] {
  return applications.flatMap(({ id, name, key, credentials, subscriptions }) => {
    const isMade = (one: { id: string }) => madeIds.has(one.id);
    const made = { keys: credentials.filter(isMade), subscriptions: subscriptions.filter(isMade) };
    if (!isMade({ id }) && made.keys.length + made.subscriptions.length === 0) return [];
    const after = {
      adoptionId,
      gatewayId,
      name,
      foundAs: key,
      ...named('keys', made.keys, ({ id: credentialId, key: oldKey }) => ({ id: credentialId, foundAs: oldKey })),
      ...named('subscriptions', made.subscriptions, ({ id: subscriptionId, serviceId, planId }) => {
        return { id: subscriptionId, serviceId, planId };
      }),
    };
    const teamId = applicationTeamId;
    return [{ action: 'application.adopted', subjectKind: 'application', subjectId: id, teamId, after }];
  });
}

/** Whose keys were revoked, because they are no more on the gateway. */
export function auditRevoked(
  applicationIds: string[],
  { adoptionId, gatewayId, applicationTeamId }: MadeFor,
): AuditRecord {
  return {
    action: 'adoption.keys_revoked',
    subjectKind: 'adoption',
    subjectId: adoptionId,
    teamId: applicationTeamId,
    after: { gatewayId, ...named('applications', applicationIds, (id) => ({ id })) },
  };
}

function named<One>(list: string, all: One[], show: (one: One) => object): Record<string, unknown> {
  return { [list]: all.slice(0, NAMED_IN_AUDIT).map(show), [`${list}Total`]: all.length };
}
