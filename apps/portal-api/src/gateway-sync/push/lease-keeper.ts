import { Injectable } from '@nestjs/common';
import { LEASE_MS, type ScopeLease, ScopeLeasesStore } from './scope-leases.store.js';

const RENEW_EVERY_MS = 5_000;

/** A lease counts as over this long before the database thinks so. */
const MARGIN_MS = 2_000;

interface Kept {
  lease: ScopeLease;
  /** By a clock that goes on while this process is stopped. */
  goodUntilMs: number;
}

/** Keeps the leases of this process alive, and knows which of them are lost. */
@Injectable()
export class LeaseKeeper {
  private readonly kept = new Map<ScopeLease, Kept>();
  private timer: NodeJS.Timeout | undefined;
  private renewal: Promise<void> | null = null;

  constructor(private readonly store: ScopeLeasesStore) {}

  /** @param takenAtMs when the statement that gave the leases was sent, by `performance.now()` */
  keep(leases: readonly ScopeLease[], takenAtMs: number): void {
    const goodUntilMs = takenAtMs + LEASE_MS - MARGIN_MS;
    for (const lease of leases) this.kept.set(lease, { lease, goodUntilMs });
    this.timer ??= setInterval(() => void this.renew().catch(() => undefined), RENEW_EVERY_MS).unref();
  }

  /** Whether the scope is ours to write; asks the database when the lease may have run out meanwhile. */
  holds(lease: ScopeLease): boolean | Promise<boolean> {
    const kept = this.kept.get(lease);
    if (kept === undefined) return false;
    if (performance.now() < kept.goodUntilMs) return true;
    return this.renew().then(() => this.kept.has(lease));
  }

  /** Another writer has the scope: whoever took one may have taken all, so nothing more counts until it was asked for. */
  lose(lease: ScopeLease): void {
    this.forget([lease]);
    for (const kept of this.kept.values()) kept.goodUntilMs = 0;
  }

  forget(leases: readonly ScopeLease[]): void {
    for (const lease of leases) this.kept.delete(lease);
    if (this.kept.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private renew(): Promise<void> {
    this.renewal ??= this.renewNow().finally(() => (this.renewal = null));
    return this.renewal;
  }

  private async renewNow(): Promise<void> {
    const asked = [...this.kept.values()];
    const goodUntilMs = performance.now() + LEASE_MS - MARGIN_MS;
    const rows = await this.store.renew(asked.map(({ lease }) => lease));
    const held = new Set(rows.map(({ gatewayId, scope }) => `${gatewayId} ${scope}`));
    for (const kept of asked) {
      if (held.has(`${kept.lease.gatewayId} ${kept.lease.scope}`)) kept.goodUntilMs = goodUntilMs;
      else this.forget([kept.lease]);
    }
  }
}
