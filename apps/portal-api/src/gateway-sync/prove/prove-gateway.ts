import { Inject, Injectable } from '@nestjs/common';
import type { NodeProbe } from '#gateway';
import type { Clock } from '#platform';
import { CLOCK } from '../../clock.js';
import { CONFIG, type Config } from '../../config.js';
import { Doorbell } from '../push/doorbell.js';
import { GatewayDrivers, type OpenGateway } from '../gateway-drivers.js';
import { probeToken } from './probe-token.js';
import { type DueCredential, proveCredentials } from './prove-credentials.js';
import { type ProofState, ProveGatewayStore } from './prove-gateway.store.js';
import { NodeWatch } from './prove-nodes.js';

/** Of revocations and of what a person just got, so many are taken at once. */
const BATCH = 200;

/** Of very many, so few and so seldom: 300 a second, and whoever waits for one key waits for no more than these. */
const BULK_BATCH = 16;
const BULK_EVERY_MS = (BULK_BATCH * 1_000) / 300;

/** What is due this soon is waited for. */
const NEAR_MS = 250;

/** Nothing can be claimed although something is due: another worker has it. */
const CLAIMED_ELSEWHERE_MS = 20;

export const turnPolicy = {
  /** After this long the place is left to other jobs; the rest follows in the next turn. */
  longestMs: 5_000,
  /** Of very many, while a large push goes on: what it still has to write is waited for, too, and goes first. */
  bulkDuringRunEveryMs: 10 * BULK_EVERY_MS,
};

type DueMs = ProofState['dueMs'];

interface Proving {
  gatewayId: string;
  probe: NodeProbe | null;
  token: string;
  nodes: NodeWatch;
  bulkDueMs: number;
}

/** Asks the nodes of a gateway whether what its control plane took is in effect, until all of it was seen. */
@Injectable()
export class ProveGateway {
  private readonly turns = new Map<string, Doorbell>();
  private readonly watches = new Map<string, NodeWatch>();
  private readonly begun = new Set<Promise<void>>();
  private onError: ((error: unknown) => void) | null = null;

  constructor(
    private readonly drivers: GatewayDrivers,
    private readonly store: ProveGatewayStore,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** From now on rings are answered. `onError` hears of a turn that failed: what it left is found to be overdue. */
  start(onError: (error: unknown) => void): void {
    this.onError = onError;
  }

  async stop(): Promise<void> {
    this.onError = null;
    await Promise.all(this.begun);
  }

  /**
   * There may be something new to prove, a credential or a number: a turn begins at once, without a job, because each push
   * of a key would cost the queue as much as the proof does. Where nobody answers, it is found to be overdue.
   */
  ring(gateway: OpenGateway): void {
    if (this.onError === null) return;
    const turn = this.run(gateway.id, gateway)
      .catch(this.onError)
      .finally(() => this.begun.delete(turn));
    this.begun.add(turn);
  }

  /** One turn. Whoever comes while it lasts wakes it and goes. */
  async run(gatewayId: string, opened?: OpenGateway): Promise<void> {
    const running = this.turns.get(gatewayId);
    if (running !== undefined) return running.ring();
    const bell = new Doorbell();
    this.turns.set(gatewayId, bell);
    try {
      const gateway = opened ?? (await this.drivers.open(gatewayId));
      if (gateway !== null) await this.turn(gateway, bell);
    } finally {
      if (this.turns.get(gatewayId) === bell) this.turns.delete(gatewayId);
    }
  }

  private async turn({ id: gatewayId, driver: { probe } }: OpenGateway, bell: Doorbell): Promise<void> {
    const nodes = this.watches.get(gatewayId) ?? new NodeWatch(() => performance.now());
    this.watches.set(gatewayId, nodes);
    const proving: Proving = { gatewayId, probe, token: probeToken(this.config, gatewayId), nodes, bulkDueMs: 0 };
    const endMs = performance.now() + turnPolicy.longestMs;
    for (;;) {
      const waitMs = await this.round(proving);
      if (performance.now() > endMs) {
        // Before the next turn is asked for: whoever comes for it must not take this one for still running.
        this.turns.delete(gatewayId);
        return this.store.enqueueIn(gatewayId, bell.answer() ? 0 : (waitMs ?? 0));
      }
      if (waitMs !== null && waitMs <= NEAR_MS) {
        await bell.wait(waitMs);
        continue;
      }
      if (waitMs !== null) await this.store.enqueueIn(gatewayId, waitMs);
      if (!bell.answer()) return;
    }
  }

  /** One batch; in how many milliseconds there is more to do, or null when nothing is left. */
  private async round(proving: Proving): Promise<number | null> {
    const { gatewayId, probe, token, nodes } = proving;
    const state = await this.store.state(gatewayId);
    const readAtMs = performance.now();
    if (probe === null || state.nodes.length === 0) {
      await this.store.trust(gatewayId);
      return null;
    }
    const { news, back, away, mayConfirm } = await nodes.look(state, probe, token);
    if (news.length > 0) await this.store.noteNodes(gatewayId, news, back);
    if (mayConfirm) await this.store.confirmScopes(gatewayId);
    if (away.size === state.nodes.length) return nodes.nextMs();
    // What they have to show is due since then.
    if (back.length > 0) return 0;

    const dueMs = since(state.dueMs, readAtMs);
    const due = await this.claim(proving, dueMs, state.hasRun);
    if (due.length === 0) return this.nextMs(proving, dueMs, CLAIMED_ELSEWHERE_MS);
    return this.prove(proving, probe, due, state, away);
  }

  private async claim(proving: Proving, { now, bulk }: DueMs, hasRun: boolean): Promise<DueCredential[]> {
    const urgent = isDue(now) ? await this.store.claim(proving.gatewayId, 'now', BATCH) : [];
    if (urgent.length > 0 || !isDue(bulk) || performance.now() < proving.bulkDueMs) return urgent;
    proving.bulkDueMs = performance.now() + (hasRun ? turnPolicy.bulkDuringRunEveryMs : BULK_EVERY_MS);
    return this.store.claim(proving.gatewayId, 'bulk', BULK_BATCH);
  }

  private async prove(
    proving: Proving,
    probe: NodeProbe,
    due: DueCredential[],
    state: ProofState,
    away: Map<string, string | null>,
  ): Promise<number | null> {
    const { gatewayId, token } = proving;
    const nodeUrls = state.nodes.map(({ url }) => url);
    const awayBefore = new Set(away.keys());
    const proofs = await proveCredentials(due, { probe, token, nodeUrls, away, now: () => this.clock.now() });
    const gone = [...away].filter(([url]) => !awayBefore.has(url));
    const news = gone.map(([url, error]) => ({ url, reachable: false, error, watermark: null, againMs: 0 }));
    if (news.length > 0) {
      await this.store.noteNodes(gatewayId, news, []);
      await this.store.confirmScopes(gatewayId);
    }
    const dueMs = await this.store.record(gatewayId, proofs);
    return news.length > 0 ? 0 : this.nextMs(proving, dueMs, 0);
  }

  private nextMs({ nodes, bulkDueMs }: Proving, { now, bulk }: DueMs, leastMs: number): number | null {
    const bulkMs = bulk === null ? null : Math.max(bulk, bulkDueMs - performance.now());
    const credentialMs = [now, bulkMs].filter((ms) => ms !== null).map((ms) => Math.max(ms, leastMs));
    const nodeMs = nodes.nextMs();
    const waits = nodeMs === null ? credentialMs : [...credentialMs, nodeMs];
    return waits.length === 0 ? null : Math.min(...waits);
  }
}

/** The same times as they are now. */
function since({ now, bulk }: DueMs, readAtMs: number): DueMs {
  const passedMs = performance.now() - readAtMs;
  return { now: now && now - passedMs, bulk: bulk && bulk - passedMs };
}

function isDue(ms: number | null): boolean {
  return ms !== null && ms <= 0;
}
