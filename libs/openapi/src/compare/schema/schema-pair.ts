import type { RuleId } from '../change-rules.js';
import type { ComparedSide, Comparison, SchemaForm, SchemaTask } from '../comparison.js';
import { subjectOf } from '../describe-place.js';
import type { PairNode } from '../pair-node.js';
import { childrenOf, type Place } from '../place.js';
import type { Joined, SchemaView } from '../schema-view.js';
import type { Direction } from '../spec-change.js';

/** Two schemas that are compared, with all that a check needs. */
export class SchemaPair {
  readonly node: PairNode;
  readonly direction: Direction;
  readonly form: SchemaForm;
  readonly base: SchemaView;
  readonly target: SchemaView;
  /** Where they stand, for messages. */
  readonly basePlace: Place | null;
  readonly targetPlace: Place | null;

  constructor(
    readonly comparison: Comparison,
    readonly task: SchemaTask,
  ) {
    this.node = task.node;
    this.direction = task.direction;
    this.form = task.form;
    this.base = comparison.base.views.of(task.base);
    this.target = comparison.target.views.of(task.target);
    this.basePlace = this.base.atoms[0] ?? task.base[0] ?? null;
    this.targetPlace = this.target.atoms[0] ?? task.target[0] ?? null;
  }

  /** Reports by the end of a sentence whose beginning names the schema. */
  report(rule: RuleId, ending: string, base = this.basePlace, target = this.targetPlace): void {
    this.reportAt(rule, this.targetPlace ?? this.basePlace, ending, base, target);
  }

  /** The same where the sentence begins with something within the schema. */
  reportAt(rule: RuleId, subject: Place | null, ending: string, base: Place | null, target: Place | null): void {
    const { direction } = this;
    const name = subject === null ? 'The document' : subjectOf(subject, direction);
    this.comparison.report(this.node, { rule, direction, base, target, message: `${name} ${ending}` });
  }

  /** Has two parts of the schemas compared. */
  within(base: Joined, target: Joined): void {
    const form = this.form === 'json' ? 'json' : 'text';
    this.comparison.schemas(this.node, base, target, this.direction, form);
  }

  /** Whether two parts say the same, looked at by their fingerprints. */
  isSame(base: Joined, target: Joined): boolean {
    return this.comparison.base.fingerprintOf(base) === this.comparison.target.fingerprintOf(target);
  }

  viewOf(side: 'base' | 'target', joined: Joined): SchemaView {
    const compared: ComparedSide = this.comparison[side];
    return compared.views.of(joined);
  }
}

/** What stands under a keyword in each of the joined schemas. */
export function placesAt(view: SchemaView, keyword: string): Place[] {
  return view.atoms.flatMap((atom) => atom.child(keyword) ?? []);
}

/** The schemas under a keyword that holds schemas by name; those of the same name hold together. */
export function namedAt(view: SchemaView, keyword: string): Map<string, Place[]> {
  const named = new Map<string, Place[]>();
  for (const atom of view.atoms)
    for (const child of childrenOf(atom, keyword)) {
      const known = named.get(child.token);
      if (known === undefined) named.set(child.token, [child]);
      else known.push(child);
    }
  return named;
}
