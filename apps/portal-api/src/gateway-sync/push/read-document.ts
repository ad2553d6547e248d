import { Injectable } from '@nestjs/common';
import {
  type ChangeSet,
  type DesiredScope,
  type InventoryRow,
  type KindOrder,
  type OwnedRef,
  planChanges,
  type RemoteObject,
  type ScopeName,
} from '#gateway';
import { DesiredStateReader } from '../desired-state.reader.js';
import type { OpenGateway } from '../gateway-drivers.js';
import { DocumentLeasesStore, type ToldScope } from './document-leases.store.js';
import { InventoryStore } from './inventory.store.js';

/** A scope that is not as the last document left it. */
export interface DifferingScope {
  inventory: InventoryRow[];
  changes: ChangeSet;
}

/** Everything that a gateway should have, and where that differs from what we know of it. */
export interface GatewayDocument {
  /** All objects of all scopes, always in the same order. */
  objects: RemoteObject[];
  /** The scope of each object, by its id. */
  scopeOf: Map<string, ScopeName>;
  told: Map<ScopeName, ToldScope>;
  differing: Map<ScopeName, DifferingScope>;
  /** The number of the watermark in it; 0: it has none. */
  watermark: number;
  /** Whether that is a new number, for what the document changes. */
  marks: boolean;
}

/** Reads the whole wish of a gateway in pages. */
@Injectable()
export class ReadDocument {
  constructor(
    private readonly leases: DocumentLeasesStore,
    private readonly desired: DesiredStateReader,
    private readonly inventory: InventoryStore,
  ) {}

  /** @param unproved whether something of an earlier document has to be proved yet, so that this one needs a new number */
  async run(gateway: OpenGateway, unproved: boolean): Promise<GatewayDocument> {
    const document: GatewayDocument = {
      objects: [],
      scopeOf: new Map(),
      told: new Map(),
      differing: new Map(),
      watermark: 0,
      marks: false,
    };
    for await (const page of this.leases.told(gateway.id)) {
      // How often they were wished is read before what is wished.
      for (const told of page) document.told.set(told.scope, told);
      const scopes = page.map(({ scope }) => scope).filter((scope) => scope !== 'watermark');
      const [wishes, inventory] = await Promise.all([
        this.desired.read(gateway, scopes),
        this.inventory.ofScopes(gateway.id, scopes),
      ]);
      for (const wish of wishes) add(document, gateway, wish, inventory.get(wish.scope) ?? []);
    }
    await this.addWatermark(document, gateway, unproved);
    return document;
  }

  /** A document takes effect as a whole, so it has the number that what it changes is going to get. */
  private async addWatermark(document: GatewayDocument, gateway: OpenGateway, unproved: boolean): Promise<void> {
    const [[wish], inventory] = await Promise.all([
      this.desired.read(gateway, ['watermark']),
      this.inventory.ofScopes(gateway.id, ['watermark']),
    ]);
    if (wish === undefined || !('number' in wish)) return;
    const { kindOrder } = gateway.driver;
    document.marks = unproved || [...document.differing.values()].some(({ changes }) => marksOf(changes, kindOrder));
    const number = wish.number + (document.marks ? 1 : 0);
    if (number === 0) return;
    document.watermark = number;
    add(document, gateway, { ...wish, number }, inventory.get('watermark') ?? []);
  }
}

function add(document: GatewayDocument, { driver }: OpenGateway, wish: DesiredScope, inventory: InventoryRow[]): void {
  const objects = driver.toObjects(wish);
  for (const object of objects) {
    document.objects.push(object);
    document.scopeOf.set(object.id, wish.scope);
  }
  const changes = planChanges(objects, inventory, driver.kindOrder);
  if (changesOf(changes).length > 0) document.differing.set(wish.scope, { inventory, changes });
}

/** Whether anything changes that is proved by a watermark: all but credentials, which are asked for one by one. */
export function marksOf(changes: ChangeSet, { revocations }: KindOrder): boolean {
  return changesOf(changes).some(({ kind, subjectId }) => subjectId === null || !revocations.includes(kind));
}

function changesOf({ revocations, puts, deletes }: ChangeSet): Omit<OwnedRef, 'id'>[] {
  return [...revocations, ...puts, ...deletes];
}
