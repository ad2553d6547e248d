import { applyChanges, type ObjectOutcome } from './apply-changes.js';
import { canonicalHash } from './canonical-hash.js';
import { conformanceSample as sample } from './conformance-sample.js';
import type { DesiredScope } from './desired-state.js';
import { isDocumentDriver, type DocumentDriver, type GatewayDriver } from './driver.js';
import { planChanges } from './plan-changes.js';
import type { InventoryRow, RemoteObject } from './remote-object.js';
import { replaceDocument } from './replace-document.js';

/** What the portal keeps in its database, kept in memory: the wish for each scope and its inventory. */
export class Inventories {
  private readonly wishes = new Map<string, RemoteObject[]>();
  private readonly rows = new Map<string, Map<string, InventoryRow>>();

  constructor(private readonly driver: GatewayDriver) {}

  async pushAll(): Promise<void> {
    for (const scope of sample.scopes) await this.push(scope);
  }

  async removeAll(): Promise<void> {
    for (const { scope } of [...sample.scopes].reverse()) await this.push({ scope, absent: true });
  }

  /** Pushes one scope, and rejects when anything of it fails. */
  async push(desired: DesiredScope): Promise<void> {
    this.wishes.set(desired.scope, this.driver.toObjects(desired));
    for (const outcome of await this.send(desired.scope)) {
      if ('error' in outcome) throw new Error(`${outcome.object.kind} ${outcome.object.id}: ${outcome.error.message}`);
    }
  }

  /** Pushes these objects as one scope and gives what became of each. */
  async pushObjects(objects: RemoteObject[]): Promise<ObjectOutcome[]> {
    this.wishes.set('objects', objects);
    return this.send('objects');
  }

  /** What the gateway answered to the pushes. */
  answers(): string[] {
    const rows = [...this.rows.values()].flatMap((ofScope) => [...ofScope.values()]);
    return rows.map((row) => `${row.kind} ${row.remoteId} ${row.answeredHash}`).sort();
  }

  private async send(scope: string): Promise<ObjectOutcome[]> {
    const known = [...(this.rows.get(scope)?.values() ?? [])];
    const changes = planChanges(this.wishes.get(scope) ?? [], known, this.driver.kindOrder);
    if (changes.puts.length + changes.revocations.length + changes.deletes.length === 0) return [];
    if (isDocumentDriver(this.driver)) return this.replace(this.driver);
    const outcomes: ObjectOutcome[] = [];
    await applyChanges(this.driver, [changes], {
      mayWrite: () => true,
      record: async (_set, outcome) => void outcomes.push(outcome),
    });
    const rows = this.rows.get(scope) ?? new Map<string, InventoryRow>();
    this.rows.set(scope, rows);
    for (const outcome of outcomes) {
      if (outcome.outcome === 'applied') rows.set(keyOf(outcome.object), outcome.row);
      if (outcome.outcome === 'deleted') rows.delete(keyOf(outcome.object));
    }
    return outcomes;
  }

  /** A document holds the objects of all scopes. */
  private async replace(driver: DocumentDriver): Promise<ObjectOutcome[]> {
    const { outcomes } = await replaceDocument(driver, [...this.wishes.values()].flat());
    const applied = new Map<string, InventoryRow>();
    for (const outcome of outcomes) if (outcome.outcome === 'applied') applied.set(keyOf(outcome.object), outcome.row);
    for (const [scope, objects] of this.wishes) {
      const rows = objects.flatMap((object) => {
        const row = applied.get(keyOf(object));
        return row ? [[keyOf(object), row] as const] : [];
      });
      this.rows.set(scope, new Map(rows));
    }
    return outcomes;
  }
}

function keyOf({ kind, id }: { kind: string; id: string }): string {
  return `${kind} ${id}`;
}

/** What stands on the gateway, in the same form as `Inventories.answers`. */
export async function listAnswers(driver: GatewayDriver): Promise<string[]> {
  const answers: string[] = [];
  for await (const { kind, id, body } of driver.list()) answers.push(`${kind} ${id} ${canonicalHash(body)}`);
  return answers.sort();
}
