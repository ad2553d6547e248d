import { Inject, Injectable } from '@nestjs/common';
import type { GatewayDto, UpdateGatewayRequest } from '#contract';
import { Fault, invalidField } from '#domain';
import { seal, sealKey } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { CONFIG, type Config } from '../config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ADMIN_AUTH_PURPOSE } from '../drivers.module.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { requireAddressFree } from './address-taken.js';
import { requireCallable } from './gateway-address.js';
import { GatewaysReader } from './gateways.reader.js';
import { GatewaysStore } from './gateways.store.js';
import { TryGateway } from './try-gateway.js';

/** Follows a gateway that has moved or got another token. What waits for it is tried again after the next check. */
@Injectable()
export class UpdateGateway {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly unit: UnitOfWork,
    private readonly reader: GatewaysReader,
    private readonly gateways: GatewaysStore,
    private readonly tryGateway: TryGateway,
    private readonly wishes: SyncWishesStore,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, id: string, revision: number, input: UpdateGatewayRequest): Promise<GatewayDto> {
    const before = await this.reader.byId(id);
    const { adminToken, evenIfUnreachable, ...given } = input;
    const visible = { ...given, nodeUrls: given.nodeUrls ?? followedNodes(before, given.proxyUrl) };
    const adminAuth =
      adminToken === undefined ? undefined : seal(adminToken, sealKey(this.config.masterSecret, ADMIN_AUTH_PURPOSE));
    requireCallable(given);
    if (adminToken === undefined) await this.requireSameReader(before, given.adminUrl);
    if (!evenIfUnreachable && moves(input)) await this.tryMoved(before, visible, adminAuth);
    await this.unit.write(async (tx) => {
      if (visible.adminUrl !== undefined) await requireAddressFree(this.gateways, tx, visible.adminUrl, id);
      if (!(await this.gateways.update(tx, id, revision, { ...visible, adminAuth })))
        throw new Fault(
          'request.precondition_failed',
          'Somebody has changed this gateway since you read it. Read it again.',
        );
      await this.gateways.enqueueCheck(tx, id);
      // Versions that are on their way out say where the next one is called.
      if (given.proxyUrl !== undefined && given.proxyUrl !== before.proxyUrl)
        await this.wishes.wishAgain(tx, id, 'everything');
      await this.audit.record(tx, caller, {
        action: 'gateway.updated',
        subjectKind: 'gateway',
        subjectId: id,
        teamId: null,
        before: settingsOf(before),
        after: { ...visible, tokenChanged: adminToken !== undefined },
      });
    });
    return this.reader.byId(id);
  }

  /** A stored token is never sent to a host that it was not typed for: whoever listens there would learn it. */
  private async requireSameReader({ id, adminUrl }: GatewayDto, movedTo: string | undefined): Promise<void> {
    if (movedTo === undefined || new URL(movedTo).origin === new URL(adminUrl).origin) return;
    if ((await this.gateways.adminAuth(id)) === null) return;
    throw invalidField(
      'adminToken',
      'Give the token again: it would be sent to another address than it was given for.',
    );
  }

  /** Only what was typed is asked for: a node that is away must not stand in the way of a new token. */
  private async tryMoved(
    { id, kind, adminUrl }: GatewayDto,
    input: Pick<UpdateGatewayRequest, 'adminUrl' | 'nodeUrls'>,
    adminAuth: string | undefined,
  ): Promise<void> {
    const typed = { id, kind, adminUrl: input.adminUrl ?? adminUrl, nodeUrls: input.nodeUrls ?? [] };
    await this.tryGateway.run({ ...typed, adminAuth: adminAuth ?? (await this.gateways.adminAuth(id)) });
  }
}

/** A gateway whose proxy address was its only node has its new one for a node. */
function followedNodes({ proxyUrl, nodes }: GatewayDto, movedTo: string | undefined): string[] | undefined {
  return movedTo !== undefined && nodes.length === 1 && nodes[0]!.url === proxyUrl ? [movedTo] : undefined;
}

function moves({ adminUrl, adminToken, nodeUrls }: UpdateGatewayRequest): boolean {
  return adminUrl !== undefined || adminToken !== undefined || nodeUrls !== undefined;
}

function settingsOf({ name, adminUrl, proxyUrl, nodes, driftPolicy }: GatewayDto): Record<string, unknown> {
  return { name, adminUrl, proxyUrl, nodeUrls: nodes.map(({ url }) => url), driftPolicy };
}
