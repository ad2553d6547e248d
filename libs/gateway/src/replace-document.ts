import { inventoryRowOf, ownedRef, type ObjectOutcome } from './apply-changes.js';
import type { DocumentAnswer, DocumentDriver } from './driver.js';
import { GatewayFault } from './gateway-fault.js';
import { matchesWish } from './matches-wish.js';
import type { RemoteObject, StoredObject } from './remote-object.js';

/** A gateway that names what it refuses names nearly all of it at once; what is left comes to light behind that. */
export const maxDocumentRounds = 6;

/** `fault` is what kept the gateway from taking the document at all, if anything did. */
export interface DocumentReport {
  /** One for each object. */
  outcomes: ObjectOutcome[];
  fault: GatewayFault | null;
}

/**
 * Makes these objects all that we have on a gateway that is written to as a whole. What the gateway refuses is left out,
 * with all that needs it, and the rest is sent again, so that a failing object fails alone. When an answer is lost, what
 * stands is read before anything is called failed.
 *
 * @param objects all objects of all scopes
 * @param mayWrite asked right before each write: false when somebody else may write this gateway by now
 */
export async function replaceDocument(
  driver: DocumentDriver,
  objects: readonly RemoteObject[],
  mayWrite: () => boolean | Promise<boolean> = () => true,
): Promise<DocumentReport> {
  const leftOut = new LeftOut(objects);
  const requireTurn = async () => {
    if (!(await mayWrite())) throw new GatewayFault('busy', 'Somebody else writes to this gateway now.');
  };
  try {
    for (let round = 1; round <= maxDocumentRounds; round += 1) {
      const standing = leftOut.rest();
      const answer = await send(driver, standing, requireTurn);
      if (!('refused' in answer)) return { outcomes: await outcomesOf(driver, objects, leftOut), fault: null };
      leftOut.refuse(answer.refused);
    }
    throw new GatewayFault(
      'refused',
      'The gateway refuses other objects each time that the refused ones are left out.',
    );
  } catch (error) {
    if (!(error instanceof GatewayFault)) throw error;
    return { outcomes: objects.map((object) => failed(object, leftOut.faultOf(object) ?? error)), fault: error };
  }
}

/** The objects that cannot be part of the document, each with the fault that is to blame. */
class LeftOut {
  private readonly faults = new Map<string, GatewayFault>();

  constructor(private readonly objects: readonly RemoteObject[]) {
    const known = new Set(objects.map(({ id }) => id));
    for (const object of objects) {
      const missing = needsOf(object).some((id) => !known.has(id));
      if (missing)
        this.faults.set(object.id, new GatewayFault('parent_missing', 'What it belongs to is not there yet.'));
    }
    this.spread();
  }

  refuse(refused: Extract<DocumentAnswer, { refused: unknown }>['refused']): void {
    const before = this.faults.size;
    const known = new Set(this.objects.map(({ id }) => id));
    for (const { id, message } of refused) {
      if (known.has(id)) this.faults.set(id, new GatewayFault('refused', message, { status: 400 }));
    }
    // Otherwise the same document would be refused for ever.
    if (this.faults.size === before)
      throw new GatewayFault('refused', refused[0]?.message ?? 'The gateway says no more.');
    this.spread();
  }

  rest(): RemoteObject[] {
    return this.objects.filter(({ id }) => !this.faults.has(id));
  }

  faultOf({ id }: RemoteObject): GatewayFault | undefined {
    return this.faults.get(id);
  }

  isSkipped(object: RemoteObject): boolean {
    return needsOf(object).some((id) => this.faults.has(id));
  }

  /** What needs something that is left out is left out too. */
  private spread(): void {
    for (let before = -1; before !== this.faults.size;) {
      before = this.faults.size;
      for (const object of this.rest()) {
        const fault = needsOf(object)
          .map((id) => this.faults.get(id))
          .find((found) => found !== undefined);
        if (fault) this.faults.set(object.id, fault);
      }
    }
  }
}

function needsOf({ needs, parentId }: RemoteObject): string[] {
  return parentId === null ? needs : [parentId, ...needs];
}

async function send(
  driver: DocumentDriver,
  standing: readonly RemoteObject[],
  beforeWrite: () => Promise<void>,
): Promise<DocumentAnswer | { held: true }> {
  try {
    return await driver.replaceDocument(standing, beforeWrite);
  } catch (error) {
    if (!(error instanceof GatewayFault) || error.kind !== 'unknown_outcome') throw error;
    if (await isHeld(driver, standing)) return { held: true };
    throw error;
  }
}

/** Whether exactly these objects of ours stand on the gateway. */
async function isHeld(driver: DocumentDriver, standing: readonly RemoteObject[]): Promise<boolean> {
  const found = await listed(driver);
  return (
    found.size === standing.length && standing.every(({ id, body }) => matchesWish(body, found.get(id)?.body ?? null))
  );
}

async function outcomesOf(
  driver: DocumentDriver,
  objects: readonly RemoteObject[],
  leftOut: LeftOut,
): Promise<ObjectOutcome[]> {
  const found = await listed(driver);
  return objects.map((object): ObjectOutcome => {
    const fault = leftOut.faultOf(object);
    if (fault) return failed(object, fault, leftOut.isSkipped(object) ? 'skipped' : 'failed');
    const stored = found.get(object.id);
    if (!stored) return failed(object, new GatewayFault('unknown_outcome', 'The gateway does not list it.'));
    return { outcome: 'applied', object: ownedRef(object), row: inventoryRowOf(driver, object, stored.body) };
  });
}

async function listed(driver: DocumentDriver): Promise<Map<string, StoredObject>> {
  const found = new Map<string, StoredObject>();
  for await (const object of driver.list()) found.set(object.id, object);
  return found;
}

function failed(object: RemoteObject, fault: GatewayFault, outcome: 'failed' | 'skipped' = 'failed'): ObjectOutcome {
  const error = { kind: fault.kind, status: fault.status ?? null, message: fault.message };
  return { outcome, object: ownedRef(object), error, retryable: fault.retryable };
}
