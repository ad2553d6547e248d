import { Inject, Injectable } from '@nestjs/common';
import type { GatewayDto, UpdateGatewayRequest } from '#contract';
import { Fault } from '#domain';
import { seal, sealKey } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { CONFIG, type Config } from '../config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ADMIN_AUTH_PURPOSE } from '../drivers.module.js';
import { GatewaysReader } from './gateways.reader.js';
import { GatewaysStore } from './gateways.store.js';

/** Follows a gateway that has moved or got another token. What waits for it is tried again after the next check. */
@Injectable()
export class UpdateGateway {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly unit: UnitOfWork,
    private readonly reader: GatewaysReader,
    private readonly gateways: GatewaysStore,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, id: string, revision: number, input: UpdateGatewayRequest): Promise<GatewayDto> {
    const { name, adminUrl, proxyUrl } = await this.reader.byId(id);
    const { adminToken, ...visible } = input;
    const adminAuth =
      adminToken === undefined ? undefined : seal(adminToken, sealKey(this.config.masterSecret, ADMIN_AUTH_PURPOSE));
    await this.unit.write(async (tx) => {
      if (!(await this.gateways.update(tx, id, revision, { ...visible, adminAuth })))
        throw new Fault(
          'request.precondition_failed',
          'Somebody has changed this gateway since you read it. Read it again.',
        );
      await this.gateways.enqueueCheck(tx, id);
      await this.audit.record(tx, caller, {
        action: 'gateway.updated',
        subjectKind: 'gateway',
        subjectId: id,
        teamId: null,
        before: { name, adminUrl, proxyUrl },
        after: { ...visible, tokenChanged: adminToken !== undefined },
      });
    });
    return this.reader.byId(id);
  }
}
