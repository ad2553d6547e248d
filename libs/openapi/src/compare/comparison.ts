import { tooComplex } from '../spec-fault.js';
import type { JsonObject } from '../json.js';
import { pointerOf } from '../spec-context.js';
import type { RuleId } from './change-rules.js';
import { ChangeLog, type Finding } from './change-log.js';
import { subjectOf } from './describe-place.js';
import { Fingerprints, FingerprintTable } from './fingerprints.js';
import { MAX_SCHEMA_PAIRS } from './limits.js';
import { PairNode } from './pair-node.js';
import type { Place } from './place.js';
import { type Joined, SchemaViews } from './schema-view.js';
import type { Direction } from './spec-change.js';
import { SpecSide } from './spec-side.js';
import { Unchanged } from './unchanged.js';

export type Report = (rule: RuleId, ending: string) => void;

/** One document with all that is remembered about its schemas. */
export class ComparedSide extends SpecSide {
  readonly fingerprints: Fingerprints;
  readonly views: SchemaViews;

  /** `origins`: where objects stood before the document was upgraded. */
  constructor(
    root: JsonObject,
    siblingsCount: boolean,
    table: FingerprintTable,
    private readonly origins: ReadonlyMap<unknown, string> = new Map(),
  ) {
    super(root, siblingsCount);
    this.fingerprints = new Fingerprints(table, this);
    this.views = new SchemaViews(this);
  }

  /** Where it stands in the document as it was uploaded. */
  pointerOf(place: Place): string {
    const tokens: string[] = [];
    for (let step: Place | null = place; step !== null; step = step.parent) {
      const origin = this.origins.get(step.value);
      if (origin !== undefined) return origin + pointerOf(tokens.reverse()).slice(1);
      tokens.push(step.token);
    }
    return place.pointer;
  }

  /** The schemas themselves instead of references to them. */
  meant(joined: Joined): Joined {
    return joined.map((place) => this.resolve(place) ?? place);
  }

  fingerprintOf(joined: Joined): string {
    const [only] = joined;
    if (only !== undefined && joined.length === 1) return this.fingerprints.of(only.value);
    return joined.map((place) => this.fingerprints.of(place.value)).join();
  }
}

/** How a value is written: in a query, a path or a header 5 and "5" are the same. `parameter` is the whole of such a text. */
export type SchemaForm = 'json' | 'text' | 'parameter';

/** Two schemas that wait to be held against each other. */
export interface SchemaTask {
  node: PairNode;
  base: Joined;
  target: Joined;
  direction: Direction;
  form: SchemaForm;
}

/**
 * The two documents while they are compared. A pair of things is looked at once, however many operations use it: who
 * uses it is kept as a graph, along which the changes find their operations in the end. Pairs of schemas wait in a
 * queue, so that neither long chains nor circles of references matter.
 */
export class Comparison {
  readonly log = new ChangeLog();
  readonly whole = new PairNode();
  readonly unchanged: Unchanged;
  private readonly nodes = new Map<string, PairNode>();
  private readonly tasks: SchemaTask[] = [];
  private nextTaskAt = 0;

  constructor(
    readonly base: ComparedSide,
    readonly target: ComparedSide,
    readonly todayIso: string,
  ) {
    this.unchanged = new Unchanged(base, target);
  }

  report(node: PairNode, finding: Finding): void {
    this.log.add(node, finding);
  }

  /** The node of two things that several others may share, and whether nobody asked for it before. */
  pair(parent: PairNode, kind: string, base: Place, target: Place): { node: PairNode; isNew: boolean } {
    return this.nodeOf(parent, `${kind}:${this.base.numberOf(base)}:${this.target.numberOf(target)}`);
  }

  /** Reports what one document has and the other has not: once, although many may have lost or gained it. */
  reportLone(parent: PairNode, finding: Finding): void {
    const { base, target, rule } = finding;
    const numbers = `${base ? this.base.numberOf(base) : ''}:${target ? this.target.numberOf(target) : ''}`;
    const { node, isNew } = this.nodeOf(parent, `${rule}:${numbers}`);
    if (isNew) this.log.add(node, finding);
  }

  /** Reports about two things by the end of a sentence whose beginning names them. */
  reporter(node: PairNode, direction: Direction | null, base: Place, target: Place): Report {
    return (rule, ending) =>
      this.log.add(node, { rule, direction, base, target, message: `${subjectOf(target, direction)} ${ending}` });
  }

  /** Has two schemas compared; the same ones are skipped. Behind references it is those that are compared, once. */
  schemas(parent: PairNode, was: Joined, is: Joined, direction: Direction, form: SchemaForm = 'json'): void {
    if (this.unchanged.schemas(was, is) || this.base.fingerprintOf(was) === this.target.fingerprintOf(is)) return;
    const [base, target] = [this.base.meant(was), this.target.meant(is)];
    const key = `${direction} ${form}:${this.base.views.keyOf(base)}:${this.target.views.keyOf(target)}`;
    const { node, isNew } = this.nodeOf(parent, key);
    if (isNew) this.tasks.push({ node, base, target, direction, form });
  }

  nextTask(): SchemaTask | undefined {
    return this.tasks[this.nextTaskAt++];
  }

  private nodeOf(parent: PairNode, key: string): { node: PairNode; isNew: boolean } {
    const known = this.nodes.get(key);
    if (known !== undefined) {
      known.addParent(parent);
      return { node: known, isNew: false };
    }
    if (this.nodes.size === MAX_SCHEMA_PAIRS)
      throw tooComplex(`Comparing these documents takes more than ${MAX_SCHEMA_PAIRS.toLocaleString('en-US')} pairs.`);
    const node = new PairNode(parent);
    this.nodes.set(key, node);
    return { node, isNew: true };
  }
}
