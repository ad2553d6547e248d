import { Inject, Injectable } from '@nestjs/common';
import type { GatewayDto, RegisterGatewayRequest } from '#contract';
import { chooseSlug, invalidField } from '#domain';
import type { ScopeName } from '#gateway';
import { seal, sealKey, uuid } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { CONFIG, type Config } from '../config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ADMIN_AUTH_PURPOSE } from '../drivers.module.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { GatewaysStore } from './gateways.store.js';

const NOTHING_YET: Omit<
  GatewayDto,
  'id' | 'slug' | 'name' | 'kind' | 'environment' | 'adminUrl' | 'proxyUrl' | 'pending'
> = {
  version: null,
  reachable: null,
  checkedAt: null,
  checkError: null,
  failed: 0,
  revision: 1,
  objects: 0,
  edition: null,
  writes: null,
  driftPolicy: 'report',
  nodes: [],
  sweptAt: null,
  sweepError: null,
  drifted: 0,
  owned: [],
  foreign: [],
  run: null,
  failures: [],
};

/** Registers a gateway and wishes onto it everything that is live. */
@Injectable()
export class RegisterGateway {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly unit: UnitOfWork,
    private readonly gateways: GatewaysStore,
    private readonly wishes: SyncWishesStore,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, input: RegisterGatewayRequest): Promise<GatewayDto> {
    const environments = await this.gateways.environments();
    const environment = environments.find(({ slug }) => slug === input.environment);
    if (environment === undefined)
      throw invalidField('environment', `Give one of ${environments.map(({ slug }) => slug).join(', ')}.`);
    const slug = chooseSlug(input.slug, input.name);
    const { name, kind, adminUrl, proxyUrl } = input;
    const id = uuid();
    return this.unit.create(caller, async (tx) => {
      const adminAuth = this.sealed(input.adminToken);
      await this.gateways.insert(tx, {
        id,
        environmentId: environment.id,
        slug,
        name,
        kind,
        adminUrl,
        proxyUrl,
        adminAuth,
      });
      const scopes = await this.gateways.deployEverything(tx, id);
      await this.wishes.wish(tx, scopes as ScopeName[], [id]);
      await this.gateways.enqueueCheck(tx, id);
      const after = { name, kind, environment: environment.slug, adminUrl, proxyUrl };
      await this.audit.record(tx, caller, {
        action: 'gateway.registered',
        subjectKind: 'gateway',
        subjectId: id,
        teamId: null,
        after,
      });
      return {
        id,
        slug,
        name,
        kind,
        environment: environment.slug,
        adminUrl,
        proxyUrl,
        ...NOTHING_YET,
        pending: scopes.length,
      };
    });
  }

  private sealed(token: string | undefined): string | null {
    return token === undefined ? null : seal(token, sealKey(this.config.masterSecret, ADMIN_AUTH_PURPOSE));
  }
}
