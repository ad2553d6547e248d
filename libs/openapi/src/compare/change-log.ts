import { CHANGE_RULES, type RuleId } from './change-rules.js';
import { MAX_CHANGE_OPERATIONS, MAX_CHANGES } from './limits.js';
import { AT_A_TIME, type PairNode, reachUp, topsOf } from './pair-node.js';
import { shortPointer } from '../short-pointer.js';
import type { Place } from './place.js';
import type { ChangeClass, Direction, OperationRef, SpecChange, SpecComparison } from './spec-change.js';

/** A change that was found, before it is known whom it hits. */
export interface Finding {
  rule: RuleId;
  direction: Direction | null;
  base: Place | null;
  target: Place | null;
  message: string;
}

const CLASSES: readonly ChangeClass[] = ['breaking', 'dangerous', 'safe'];

/** The findings of a comparison; of each class as many are kept as a list may have. */
export class ChangeLog {
  private readonly counts: Record<ChangeClass, number> = { breaking: 0, dangerous: 0, safe: 0 };
  private readonly kept: Record<ChangeClass, { node: PairNode; finding: Finding }[]> = {
    breaking: [],
    dangerous: [],
    safe: [],
  };
  private readonly changed = new Set<PairNode>();

  add(node: PairNode, finding: Finding): void {
    const kind = CHANGE_RULES[finding.rule].class;
    this.counts[kind]++;
    this.changed.add(node);
    if (this.kept[kind].length < MAX_CHANGES) this.kept[kind].push({ node, finding });
  }

  /** Puts the changes beside the operations that they reach. The order of `operations` is that of the answer. */
  attach(
    operations: ReadonlyMap<PairNode, OperationRef>,
    pointers: Record<'base' | 'target', (place: Place) => string>,
  ): Pick<SpecComparison, 'operations' | 'changes' | 'counts'> & { changedNodes: ReadonlySet<PairNode> } {
    const changedNodes = reachUp(this.changed);
    const hit = [...operations].filter(([node]) => changedNodes.has(node));
    const indexes = new Map(hit.map(([node], index) => [node, index]));
    const listed = CLASSES.flatMap((kind) => this.kept[kind]).slice(0, MAX_CHANGES);
    const changes: SpecChange[] = [];
    let room = MAX_CHANGE_OPERATIONS;
    for (const { finding, touched } of withOperations(listed, indexes)) {
      room -= touched.length;
      if (room < 0) break;
      changes.push({
        rule: finding.rule,
        class: CHANGE_RULES[finding.rule].class,
        operations: touched,
        direction: finding.direction,
        basePointer: finding.base && shortPointer(pointers.base(finding.base)),
        targetPointer: finding.target && shortPointer(pointers.target(finding.target)),
        message: finding.message,
      });
    }
    return { operations: hit.map(([, ref]) => ref), changes, counts: this.counts, changedNodes };
  }
}

/** The findings with the operations that they reach, worked out as far as somebody asks for them. */
function* withOperations(
  listed: readonly { node: PairNode; finding: Finding }[],
  indexes: ReadonlyMap<PairNode, number>,
): Generator<{ finding: Finding; touched: number[] }> {
  let known = new Map<PairNode, number[]>();
  for (const [at, { node, finding }] of listed.entries()) {
    if (!known.has(node)) {
      const batch = new Set<PairNode>();
      for (let next = at; next < listed.length && batch.size < AT_A_TIME; next++) batch.add(listed[next]!.node);
      const tops = topsOf([...batch], indexes);
      known = new Map([...batch].map((one, bit) => [one, (tops[bit] ?? []).sort((a, b) => a - b)]));
    }
    yield { finding, touched: known.get(node) ?? [] };
  }
}
