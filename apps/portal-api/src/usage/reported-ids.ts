import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform';
import { CLOCK } from '../clock.js';
import { BoundedCache } from './bounded-cache.js';
import { type ReportedKey, ReportedIdsStore, type ReportedVersion } from './reported-ids.store.js';

/** So many ids of each kind are remembered, good ones and bad ones. */
const MAX_REMEMBERED_IDS = 20_000;
const REMEMBERED_MS = 60_000;

/** What a gateway's claims turned out to be; an id that is missing here is not ours, or not that gateway's. */
export interface KnownIds {
  versions: Map<string, ReportedVersion>;
  applications: Map<string, { id: string }>;
  keys: Map<string, ReportedKey>;
}

type Lookup<Row> = (gatewayId: string, ids: string[]) => Promise<Row[]>;

/** Checks reported ids against the database, a statement for each kind of which something was not remembered. */
@Injectable()
export class ReportedIds {
  private readonly versions = new BoundedCache<ReportedVersion | null>(MAX_REMEMBERED_IDS, REMEMBERED_MS);
  private readonly applications = new BoundedCache<{ id: string } | null>(MAX_REMEMBERED_IDS, REMEMBERED_MS);
  private readonly keys = new BoundedCache<ReportedKey | null>(MAX_REMEMBERED_IDS, REMEMBERED_MS);

  constructor(
    private readonly store: ReportedIdsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async check(
    gatewayId: string,
    claimed: { versionIds: Set<string>; applicationIds: Set<string>; keyObjectIds: Set<string> },
  ): Promise<KnownIds> {
    const { store } = this;
    const [versions, applications, keys] = await Promise.all([
      this.known(this.versions, gatewayId, claimed.versionIds, (...args) => store.versions(...args)),
      this.known(this.applications, gatewayId, claimed.applicationIds, (...args) => store.applications(...args)),
      this.known(this.keys, gatewayId, claimed.keyObjectIds, (...args) => store.keys(...args)),
    ]);
    return { versions, applications, keys };
  }

  private async known<Row extends { id: string }>(
    cache: BoundedCache<Row | null>,
    gatewayId: string,
    ids: Set<string>,
    lookUp: Lookup<Row>,
  ): Promise<Map<string, Row>> {
    const nowMs = this.clock.now().getTime();
    const found = new Map<string, Row>();
    const unknown: string[] = [];
    for (const id of ids) {
      const row = cache.get(`${gatewayId}/${id}`, nowMs);
      if (row === undefined) unknown.push(id);
      else if (row !== null) found.set(id, row);
    }
    if (unknown.length === 0) return found;
    for (const row of await lookUp(gatewayId, unknown)) found.set(row.id, row);
    for (const id of unknown) cache.set(`${gatewayId}/${id}`, found.get(id) ?? null, nowMs);
    return found;
  }
}
