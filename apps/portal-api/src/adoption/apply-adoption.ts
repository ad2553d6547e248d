import { Inject, Injectable } from '@nestjs/common';
import { Fault } from '#domain';
import { GatewayFault, type ScopeName, TooManySubscriptions } from '#gateway';
import type { Clock } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import { SYSTEM } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { isUniqueViolation } from '../database/unique-violation.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { AdoptionPlan, VersionPlace } from './adoption-plan.js';
import { AdoptionJobsStore } from './adoption-jobs.store.js';
import { type AdoptionOptions, type AdoptionRow, AdoptionStore } from './adoption.store.js';
import { FailAdoption } from './fail-adoption.js';
import { MakeAdopted } from './make-adopted.js';
import { PlanOfGateway } from './plan-of-gateway.js';

/** Said where the gateway is not any more what the preview showed. */
const HAS_CHANGED =
  'What stands on the gateway has changed since it was read. Read it again, and look at what would become what.';

/**
 * Makes what a preview showed, and has it pushed beside what stands there. Killed in between it begins again: what it
 * made has the same ids the next time.
 */
@Injectable()
export class ApplyAdoption {
  constructor(
    private readonly store: AdoptionStore,
    private readonly plans: PlanOfGateway,
    private readonly make: MakeAdopted,
    private readonly jobs: AdoptionJobsStore,
    private readonly unit: UnitOfWork,
    private readonly audit: AuditStore,
    private readonly fail: FailAdoption,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(adoptionId: string): Promise<void> {
    const adoption = await this.store.byId(adoptionId);
    if (adoption?.state !== 'applying' || adoption.options === null) return;
    try {
      await this.apply(adoption, adoption.options);
    } catch (error) {
      const reason = whyFailed(error);
      if (reason === null) throw error;
      await this.fail.run(adoption, reason);
    }
  }

  private async apply(adoption: AdoptionRow, options: AdoptionOptions): Promise<void> {
    const { id, gatewayId } = adoption;
    const { plan, fingerprint } = await this.plans.run(adoption, options);
    if (fingerprint !== adoption.fingerprint && options.made !== true) return this.fail.run(adoption, HAS_CHANGED);
    if (plan.services.length === 0)
      return this.fail.run(
        adoption,
        'None of the services that were chosen can be taken over. Read the gateway again.',
      );
    const now = this.clock.now();
    const made = { adoptionId: id, gatewayId, createdBy: adoption.createdBy, ...options, now };
    await this.make.run(plan, made, async (tx, records) => {
      await this.store.mergeOptions(tx, id, { made: true });
      await this.audit.recordAll(tx, SYSTEM, records);
    });
    await this.unit.write(async (tx) => {
      if (!(await this.store.move(tx, id, ['applying'], 'switching'))) return;
      await this.store.setFingerprint(tx, id, fingerprint);
      await this.store.replaceObjects(tx, id, [...plan.routes, ...plan.rest]);
      await this.store.mergeOptions(tx, id, {
        scopes: scopesOf(plan),
        places: placesOf(plan),
        switchingSince: now.toISOString(),
        inFront: false,
      });
      await this.jobs.enqueue(tx, 'switch-adoption', id);
      await this.audit.record(tx, SYSTEM, {
        action: 'adoption.applied',
        subjectKind: 'adoption',
        subjectId: id,
        teamId: options.serviceTeamId,
        after: { gatewayId, ...countsOf(plan), toRemove: plan.routes.length + plan.rest.length },
      });
    });
  }
}

function scopesOf({ services, applications }: AdoptionPlan): ScopeName[] {
  return [
    ...services.flatMap(({ versions }) => versions.map(({ id }): ScopeName => `version:${id}`)),
    ...applications.map(({ id }): ScopeName => `application:${id}`),
  ];
}

function placesOf({ services }: AdoptionPlan): VersionPlace[] {
  return services.flatMap(({ versions }) => versions.map(({ id, basePath, hosts }) => ({ id, basePath, hosts })));
}

function countsOf({ services, applications }: AdoptionPlan): Record<string, number> {
  return {
    services: services.length,
    versions: services.reduce((sum, { versions }) => sum + versions.length, 0),
    applications: applications.length,
    keys: applications.reduce((sum, { credentials }) => sum + credentials.length, 0),
    subscriptions: applications.reduce((sum, { subscriptions }) => sum + subscriptions.length, 0),
  };
}

/** Null for what is nobody's fault and heals by itself: the job is run again. */
function whyFailed(error: unknown): string | null {
  if (error instanceof GatewayFault || error instanceof TooManySubscriptions) return error.message;
  if (error instanceof Fault) return error.code === 'database.unavailable' ? null : error.message;
  return isUniqueViolation(error) ? 'Somebody has taken a name or a key meanwhile. Read the gateway again.' : null;
}
