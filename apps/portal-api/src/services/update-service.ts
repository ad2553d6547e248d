import { Injectable } from '@nestjs/common';
import type { ServiceDto, UpdateServiceRequest } from '#contract';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { changedSinceRead, requireRevision } from '../http/etag.js';
import { ServiceAccess } from './service-access.js';
import { ServiceStore, type ServiceChange } from './service.store.js';
import { ServicesReader } from './services.reader.js';

@Injectable()
export class UpdateService {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: ServiceAccess,
    private readonly store: ServiceStore,
    private readonly reader: ServicesReader,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, slug: string, revision: number, input: UpdateServiceRequest): Promise<ServiceDto> {
    const service = await this.access.permitted(caller, slug, 'service.update');
    requireRevision(service.revision, revision);
    const { name, summary, description, visibility, exposure } = input;
    const change: ServiceChange = { name, summary, description, visibility, exposure };
    await this.unit.write(async (tx) => {
      if (!(await this.store.update(tx, service.id, revision, change))) throw changedSinceRead();
      await this.audit.record(tx, caller, {
        action: 'service.updated',
        subjectKind: 'service',
        subjectId: service.id,
        teamId: service.ownerTeamId,
        before: valuesBefore(service, change),
        after: { ...change },
      });
    });
    return this.reader.read(caller, slug);
  }
}

function valuesBefore(service: Required<ServiceChange>, change: ServiceChange): Record<string, unknown> {
  const keys = (Object.keys(change) as (keyof ServiceChange)[]).filter((key) => change[key] !== undefined);
  return Object.fromEntries(keys.map((key) => [key, service[key]]));
}
