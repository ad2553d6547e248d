import { Injectable } from '@nestjs/common';
import type { ScopeName } from '#gateway';
import { Database } from '../../database/database.js';
import {
  JOIN_DOCUMENT_SQL,
  MARK_DOCUMENT_SQL,
  REST_DOCUMENT_SQL,
  TAKE_DOCUMENT_SQL,
  TOLD_SCOPES_SQL,
} from './document-leases.sql.js';
import { LEASE_MS, type ScopeLease } from './scope-leases.store.js';

/** A gateway that is written to as a whole is left alone for so long after that: to load a large document is dear. */
export const DOCUMENT_EVERY_MS = 1_000;

/** Scopes that are read together. */
const PAGE = 500;

/** What one document is written for. */
export interface DocumentLeases {
  /** The right to write to the gateway at all. */
  writer: ScopeLease;
  due: ScopeLease[];
}

/** A scope that the gateway was told of, and how often it had been wished when that was read. */
export interface ToldScope {
  scope: ScopeName;
  wished: number;
}

/** Who may write the document of a gateway, and for which scopes. One writer a gateway, by the lease of its own scope. */
@Injectable()
export class DocumentLeasesStore {
  constructor(private readonly database: Database) {}

  /** Null: nothing is due, somebody writes to the gateway, or it was written to a moment ago. */
  async take(gatewayId: string, workerId: string): Promise<DocumentLeases | null> {
    type Row = Omit<ScopeLease, 'gatewayId'> & { due: boolean };
    const rows = await this.query<Row>('document_take', TAKE_DOCUMENT_SQL, [gatewayId, LEASE_MS, workerId]);
    const leases = rows.map(({ due, ...lease }) => ({ due, lease: { gatewayId, ...lease } }));
    const writer = leases.find(({ lease }) => lease.scope === 'gateway');
    if (writer === undefined) return null;
    return { writer: writer.lease, due: leases.filter(({ due }) => due).map(({ lease }) => lease) };
  }

  /** Takes scopes that differ without being due. */
  async join(gatewayId: string, scopes: readonly ToldScope[], workerId: string): Promise<ScopeLease[]> {
    if (scopes.length === 0) return [];
    const values = [gatewayId, LEASE_MS, workerId, scopes.map(({ scope }) => scope), scopes.map((s) => s.wished)];
    const rows = await this.query<Omit<ScopeLease, 'gatewayId'>>('document_join', JOIN_DOCUMENT_SQL, values);
    return rows.map((row) => ({ gatewayId, ...row }));
  }

  /** The document had this number; the fence of the watermark's scope, or null when a newer one is wished by now. */
  async mark({ gatewayId, fence }: ScopeLease, number: number): Promise<number | null> {
    const rows = await this.query<{ fence: number }>('document_mark', MARK_DOCUMENT_SQL, [gatewayId, fence, number]);
    return rows[0]?.fence ?? null;
  }

  /** Lets go of the gateway, to which nobody writes for so long. */
  async rest({ gatewayId, fence }: ScopeLease, forMs: number): Promise<void> {
    await this.query('document_rest', REST_DOCUMENT_SQL, [gatewayId, fence, forMs]);
  }

  /** Every scope that the gateway was ever told of, in pages. */
  async *told(gatewayId: string): AsyncGenerator<ToldScope[]> {
    let after = '';
    for (;;) {
      const page = await this.query<ToldScope>('document_told', TOLD_SCOPES_SQL, [gatewayId, after, PAGE]);
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      after = page.at(-1)!.scope;
    }
  }

  private async query<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    return (await this.database.pool.query<Row>({ name, text, values })).rows;
  }
}
