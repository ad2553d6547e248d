import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { DueCredential, Proof } from './prove-credentials.js';
import {
  CLAIM_SQL,
  CONFIRM_SCOPES_SQL,
  ENQUEUE_IN_SQL,
  ENQUEUE_OVERDUE_SQL,
  NOTE_NODES_SQL,
  RECORD_SQL,
  STATE_SQL,
  TRUST_CREDENTIALS_SQL,
  TRUST_NODES_SQL,
} from './prove-gateway.sql.js';

/** What is known of one node, and of what it has shown. */
export interface ProvenNode {
  url: string;
  reachable: boolean | null;
  /** Since it was asked whether it is there; null: never. */
  checkedAgoMs: number | null;
  watermark: number;
}

export interface ProofState {
  nodes: ProvenNode[];
  /** The number that was pushed last; null: none ever was. */
  watermark: number | null;
  /** In how many milliseconds the next credential of each lane is due; null: none is. */
  dueMs: Record<ProbeLane, number | null>;
  /** A large push goes on. */
  hasRun: boolean;
}

/** What a node said, or that it said nothing. */
export interface NodeNews {
  url: string;
  reachable: boolean;
  error: string | null;
  /** The number that it showed; null when it was shown none. */
  watermark: number | null;
  /** In how long it is asked again; null: it is there and has shown everything. */
  againMs: number | null;
}

/** Revocations and what a person just got, or one of very many. */
export type ProbeLane = 'now' | 'bulk';

const PRIORITIES: Record<ProbeLane, [least: number, most: number]> = { now: [0, 1], bulk: [2, 2] };

/** Keeps what is to be proved of a gateway, and what was. */
@Injectable()
export class ProveGatewayStore {
  constructor(private readonly database: Database) {}

  async state(gatewayId: string): Promise<ProofState> {
    const { rows } = await this.run<ProofState>('prove_state', STATE_SQL, [gatewayId]);
    return rows[0] ?? { nodes: [], watermark: null, dueMs: { now: null, bulk: null }, hasRun: false };
  }

  /** Credentials that are due, the most urgent first; nobody else gets them until the claim runs out. */
  async claim(gatewayId: string, lane: ProbeLane, count: number): Promise<DueCredential[]> {
    const { rows } = await this.run<DueCredential>('prove_claim', CLAIM_SQL, [gatewayId, ...PRIORITIES[lane], count]);
    return rows;
  }

  /**
   * Writes outcomes down. One whose credential changed meanwhile is dropped: it is asked about again. Returns when the next
   * credentials are due.
   */
  async record(gatewayId: string, proofs: Proof[]): Promise<ProofState['dueMs']> {
    const { rows } = await this.run<Pick<ProofState, 'dueMs'>>('prove_record', RECORD_SQL, [
      gatewayId,
      JSON.stringify(proofs),
    ]);
    return rows[0]!.dueMs;
  }

  /** Of `back`, which were away, everything is asked that they have not shown. */
  async noteNodes(gatewayId: string, news: NodeNews[], back: string[]): Promise<void> {
    await this.run('prove_note_nodes', NOTE_NODES_SQL, [gatewayId, JSON.stringify(news), back]);
  }

  /** The scopes up to a number that every node has shown are confirmed from now on. */
  async confirmScopes(gatewayId: string): Promise<void> {
    await this.run('prove_confirm_scopes', CONFIRM_SCOPES_SQL, [gatewayId]);
  }

  /** What the control plane took counts as proven, where nobody can be asked. */
  async trust(gatewayId: string): Promise<void> {
    await this.run('prove_trust_nodes', TRUST_NODES_SQL, [gatewayId]);
    await this.run('prove_trust_credentials', TRUST_CREDENTIALS_SQL, [gatewayId]);
  }

  /** Goes on later, besides whatever asks for the job at once. */
  async enqueueIn(gatewayId: string, delayMs: number): Promise<void> {
    await this.run('prove_enqueue_in', ENQUEUE_IN_SQL, [gatewayId, delayMs]);
  }

  /** Gateways with proofs that nobody makes, or with nodes that were not asked for a while. */
  async enqueueOverdue(overdueMs: number, checkEveryMs: number): Promise<void> {
    await this.run('prove_enqueue_overdue', ENQUEUE_OVERDUE_SQL, [overdueMs, checkEveryMs]);
  }

  /** Nothing of it is waited for on the disk: what is lost with a crash of PostgreSQL is asked once more. */
  private run<Row extends object>(name: string, text: string, values: unknown[]) {
    return this.database.quick.query<Row>({ name, text, values });
  }
}
