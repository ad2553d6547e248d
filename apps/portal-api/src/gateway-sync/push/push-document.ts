import { Injectable } from '@nestjs/common';
import {
  type DocumentDriver,
  type DocumentReport,
  type GatewayFault,
  type ObjectOutcome,
  replaceDocument,
  type ScopeName,
} from '#gateway';
import type { OpenGateway } from '../gateway-drivers.js';
import { CredentialConfirmationsStore } from '../prove/credential-confirmations.store.js';
import { ProveGateway } from '../prove/prove-gateway.js';
import { idOf, isApplication } from '../scope-names.js';
import { BatchBrake, type Braked } from './batch-brake.js';
import { documentEnds } from './document-ends.js';
import { DOCUMENT_EVERY_MS, type DocumentLeases, DocumentLeasesStore } from './document-leases.store.js';
import { InventoryStore, type WrittenObject } from './inventory.store.js';
import { LeaseKeeper } from './lease-keeper.js';
import type { TakenScope } from './prepare-batch.js';
import type { BatchResult } from './push-batch.js';
import { type GatewayDocument, ReadDocument } from './read-document.js';
import { type ScopeLease, ScopeLeasesStore } from './scope-leases.store.js';

export type DocumentGateway = OpenGateway & { driver: DocumentDriver };

/** However long a gateway asks to be left alone, it is written to again after this: somebody may wait for a revocation. */
const LONGEST_REST_MS = 60_000;

/** Rows that one statement writes. */
const ROWS_AT_ONCE = 1_000;

/** The scopes for which one document is written, by name: what was due, and what was found to differ besides. */
interface Writing {
  writer: ScopeLease;
  leases: Map<ScopeName, ScopeLease>;
  workerId: string;
}

/**
 * Writes everything that a gateway should have as one document, and lets all scopes go that waited for it. Whatever is
 * wished meanwhile goes with the next one.
 */
@Injectable()
export class PushDocument {
  constructor(
    private readonly documents: DocumentLeasesStore,
    private readonly reader: ReadDocument,
    private readonly brake: BatchBrake,
    private readonly keeper: LeaseKeeper,
    private readonly inventory: InventoryStore,
    private readonly confirmations: CredentialConfirmationsStore,
    private readonly leases: ScopeLeasesStore,
    private readonly proofs: ProveGateway,
  ) {}

  /** Null: nothing is due, somebody writes to the gateway, or it was written to a moment ago. */
  async run(gateway: DocumentGateway, workerId: string): Promise<BatchResult | null> {
    const takenAtMs = performance.now();
    const taken = await this.documents.take(gateway.id, workerId);
    if (taken === null) return null;
    this.keeper.keep([taken.writer], takenAtMs);
    try {
      return await this.push(gateway, taken, workerId);
    } catch (error) {
      // When the database is away, the leases run out.
      await this.leases.release([taken.writer, ...taken.due]).catch(() => undefined);
      throw error;
    } finally {
      this.keeper.forget([taken.writer]);
    }
  }

  private async push(
    gateway: DocumentGateway,
    { writer, due }: DocumentLeases,
    workerId: string,
  ): Promise<BatchResult> {
    const writing = { writer, leases: new Map(due.map((lease) => [lease.scope, lease])), workerId };
    const unproved = due.some(({ scope, unfinished }) => unfinished && scope !== 'watermark');
    const document = await this.reader.run(gateway, unproved);
    await this.join(writing, document, [...document.differing.keys()]);
    const scopes = takenScopes(writing, document);
    const braked = await this.brake.check(gateway, scopes);
    const differs = document.differing.size > 0 && braked === null;
    const report = differs ? await this.write(gateway, writer, document) : { outcomes: [], fault: null };
    await this.settle(gateway, writing, document, report, braked);
    if (braked === null) await this.brake.count(gateway, report.fault === null ? scopes : []);
    await this.documents.rest(writer, differs ? restMs(report.fault) : 0);
    return { fault: report.fault };
  }

  private write(gateway: DocumentGateway, writer: ScopeLease, { objects }: GatewayDocument): Promise<DocumentReport> {
    return replaceDocument(gateway.driver, objects, () => this.keeper.holds(writer));
  }

  /** Writes down what stands there now, and how it went for each scope. */
  private async settle(
    gateway: DocumentGateway,
    writing: Writing,
    document: GatewayDocument,
    report: DocumentReport,
    braked: Braked | null,
  ): Promise<void> {
    const left = report.outcomes.filter((outcome) => outcome.outcome !== 'applied');
    await this.join(
      writing,
      document,
      left.map(({ object }) => document.scopeOf.get(object.id)!),
    );
    const stands = report.fault === null && braked === null;
    const written = stands ? changedObjects(writing, document, report.outcomes) : [];
    await this.record(gateway.id, written);
    await this.confirm(gateway, [...writing.leases.keys()].filter(isApplication).map(idOf));
    const ends = documentEnds([...writing.leases.values()], gateway.driver.kindOrder, { document, report, braked });
    await this.leases.end(gateway.id, ends, written.length);
    if (stands) await this.mark(gateway, writing, document, report.outcomes);
  }

  /** Scopes that differ without being due go with it, unless somebody else has them. The watermark is settled apart. */
  private async join(writing: Writing, document: GatewayDocument, scopes: readonly ScopeName[]): Promise<void> {
    const { writer, leases, workerId } = writing;
    const others = new Set(scopes.filter((scope) => !leases.has(scope)));
    if (others.delete('gateway')) leases.set('gateway', writer);
    if (document.marks) others.delete('watermark');
    const told = [...others].map((scope) => document.told.get(scope)!);
    for (const lease of await this.documents.join(writer.gatewayId, told, workerId)) leases.set(lease.scope, lease);
  }

  /** The number that the scopes have just got stood in the same document, so the watermark has nothing left to do. */
  private async mark(
    gateway: OpenGateway,
    { writer, leases }: Writing,
    { marks, watermark, scopeOf }: GatewayDocument,
    outcomes: ObjectOutcome[],
  ): Promise<void> {
    const ofMark = outcomes.filter(({ object }) => scopeOf.get(object.id) === 'watermark');
    if (marks && ofMark.every(({ outcome }) => outcome === 'applied')) {
      const fence = await this.documents.mark(writer, watermark);
      if (fence !== null) {
        const lease = { ...writer, scope: 'watermark' as const, fence };
        const rows = ofMark.flatMap((outcome) => (outcome.outcome === 'applied' ? [outcome.row] : []));
        await this.record(
          gateway.id,
          rows.map((row) => ({ lease, remoteId: row.remoteId, row })),
        );
      }
    }
    if (marks || leases.has('watermark')) this.proofs.ring(gateway);
  }

  private async record(gatewayId: string, written: readonly WrittenObject[]): Promise<void> {
    for (let at = 0; at < written.length; at += ROWS_AT_ONCE)
      await this.inventory.record(gatewayId, written.slice(at, at + ROWS_AT_ONCE));
  }

  private async confirm(gateway: OpenGateway, applicationIds: readonly string[]): Promise<void> {
    for (let at = 0; at < applicationIds.length; at += ROWS_AT_ONCE)
      if (await this.confirmations.confirm(applicationIds.slice(at, at + ROWS_AT_ONCE), gateway.id))
        this.proofs.ring(gateway);
  }
}

function restMs(fault: GatewayFault | null): number {
  return Math.max(DOCUMENT_EVERY_MS, Math.min(fault?.retryAfterMs ?? 0, LONGEST_REST_MS));
}

function takenScopes({ leases }: Writing, { differing }: GatewayDocument): TakenScope[] {
  return [...differing].flatMap(([scope, differs]) => {
    const lease = leases.get(scope);
    return lease === undefined ? [] : [{ lease, ...differs }];
  });
}

/** What the document has changed: new rows, and those of objects that are not in it any more or were left out of it. */
function changedObjects(
  { leases }: Writing,
  { differing, scopeOf }: GatewayDocument,
  outcomes: readonly ObjectOutcome[],
): WrittenObject[] {
  const put = new Set([...differing.values()].flatMap(({ changes }) => changes.puts.map(({ id }) => id)));
  const known = new Set([...differing.values()].flatMap(({ inventory }) => inventory.map(({ remoteId }) => remoteId)));
  const inScope = (scope: ScopeName | undefined, written: Omit<WrittenObject, 'lease'>): WrittenObject[] => {
    const lease = scope && leases.get(scope);
    return lease === undefined ? [] : [{ ...written, lease }];
  };
  const gone = [...differing].flatMap(([scope, { changes }]) =>
    [...changes.revocations, ...changes.deletes].flatMap(({ remoteId }) => inScope(scope, { remoteId, row: null })),
  );
  const stands = outcomes.flatMap((outcome) => {
    const { id } = outcome.object;
    const row = outcome.outcome === 'applied' ? outcome.row : null;
    // What was not to be put stood there.
    const isNews = row === null ? known.has(id) || !put.has(id) : put.has(id);
    return isNews ? inScope(scopeOf.get(id), { remoteId: id, row }) : [];
  });
  return [...gone, ...stands];
}
