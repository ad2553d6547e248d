/** Two things that are held against each other, and the pairs in which they stand. */
export class PairNode {
  readonly parents: PairNode[] = [];
  /** Whether a change was found right here. */
  hasChange = false;
  /** Bits of the pairs whose changes reach this one, while they are spread. */
  mask = 0;

  constructor(parent: PairNode | null = null) {
    if (parent !== null) this.parents.push(parent);
  }

  addParent(parent: PairNode): void {
    if (this.parents.at(-1) !== parent) this.parents.push(parent);
  }
}

/** All pairs in which these stand, directly or not, themselves included. */
export function reachUp(nodes: Iterable<PairNode>): Set<PairNode> {
  const reached = new Set(nodes);
  for (const node of reached) for (const parent of node.parents) reached.add(parent);
  return reached;
}

/** Pairs whose changes are spread in one go, because they share most of their way. */
export const AT_A_TIME = 31;

/** For each of at most AT_A_TIME pairs those of `tops` in which it stands. */
export function topsOf<T>(nodes: readonly PairNode[], tops: ReadonlyMap<PairNode, T>): T[][] {
  nodes.forEach((node, bit) => (node.mask |= 1 << bit));
  const touched = new Set(nodes);
  let wave = new Set(nodes);
  // In waves, so that what several bring to the same pair goes on from there together.
  while (wave.size > 0) {
    const next = new Set<PairNode>();
    for (const node of wave)
      for (const parent of node.parents) {
        if ((parent.mask | node.mask) === parent.mask) continue;
        parent.mask |= node.mask;
        touched.add(parent);
        next.add(parent);
      }
    wave = next;
  }
  const found = nodes.map((): T[] => []);
  for (const node of touched) {
    const top = tops.get(node);
    if (top !== undefined) for (const [bit, list] of found.entries()) if (node.mask & (1 << bit)) list.push(top);
    node.mask = 0;
  }
  return found;
}
