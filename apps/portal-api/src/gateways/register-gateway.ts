import { Inject, Injectable } from '@nestjs/common';
import type { GatewayDto, RegisterGatewayRequest } from '#contract';
import { chooseSlug, invalidField } from '#domain';
import type { GatewayInfo } from '#gateway';
import { seal, sealKey, uuid } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { CONFIG, type Config } from '../config.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ADMIN_AUTH_PURPOSE } from '../drivers.module.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { requireAddressFree } from './address-taken.js';
import { requireCallable } from './gateway-address.js';
import { GatewaysReader } from './gateways.reader.js';
import { type EnvironmentRecord, GatewaysStore } from './gateways.store.js';
import { TryGateway } from './try-gateway.js';

/** Registers a gateway that answers, and wishes onto it everything that is deployed everywhere. */
@Injectable()
export class RegisterGateway {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly unit: UnitOfWork,
    private readonly gateways: GatewaysStore,
    private readonly reader: GatewaysReader,
    private readonly tryGateway: TryGateway,
    private readonly wishes: SyncWishesStore,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, input: RegisterGatewayRequest): Promise<GatewayDto> {
    const environment = await this.environment(input.environment);
    const id = uuid();
    const { kind, adminUrl, proxyUrl, adminToken } = input;
    const adminAuth =
      adminToken === undefined ? null : seal(adminToken, sealKey(this.config.masterSecret, ADMIN_AUTH_PURPOSE));
    const nodeUrls = input.nodeUrls?.length ? input.nodeUrls : [proxyUrl];
    requireCallable({ adminUrl, proxyUrl, nodeUrls: input.nodeUrls });
    const found = input.evenIfUnreachable
      ? null
      : await this.tryGateway.run({ id, kind, adminUrl, adminAuth, nodeUrls });
    return this.unit.create(caller, async (tx) => {
      await requireAddressFree(this.gateways, tx, adminUrl, id);
      await this.insert(tx, input, { id, environmentId: environment.id, adminAuth, nodeUrls, found });
      await this.gateways.deployEverything(tx, id);
      await this.wishes.wishEverything(tx, id);
      await this.gateways.enqueueCheck(tx, id);
      const after = { name: input.name, kind, environment: environment.slug, adminUrl, proxyUrl, nodeUrls };
      await this.audit.record(tx, caller, {
        action: 'gateway.registered',
        subjectKind: 'gateway',
        subjectId: id,
        teamId: null,
        after,
      });
      return this.reader.byId(id, tx);
    });
  }

  private async environment(slug: string): Promise<EnvironmentRecord> {
    const environments = await this.gateways.environments();
    const environment = environments.find((one) => one.slug === slug);
    if (environment !== undefined) return environment;
    throw invalidField('environment', `Give one of ${environments.map((one) => one.slug).join(', ')}.`);
  }

  private async insert(
    tx: Tx,
    { name, kind, slug, adminUrl, proxyUrl, driftPolicy = 'report', takesEverything = true }: RegisterGatewayRequest,
    made: {
      id: string;
      environmentId: string;
      adminAuth: string | null;
      nodeUrls: string[];
      found: GatewayInfo | null;
    },
  ): Promise<void> {
    const found = made.found && {
      version: made.found.version,
      edition: made.found.edition,
      writes: made.found.writes,
    };
    const typed = { name, kind, slug: chooseSlug(slug, name), adminUrl, proxyUrl, driftPolicy, takesEverything };
    await this.gateways.insert(tx, { ...typed, ...made, found });
  }
}
