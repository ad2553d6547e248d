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

const AT_A_TIME = 31;

/** For each pair those of `tops` in which it stands. Many are spread in one go, because they share most of their way. */
export function topsOf<T extends PairNode>(nodes: readonly PairNode[], tops: ReadonlySet<T>): Map<PairNode, T[]> {
  const found = new Map<PairNode, T[]>(nodes.map((node) => [node, []]));
  for (let start = 0; start < nodes.length; start += AT_A_TIME) {
    const batch = nodes.slice(start, start + AT_A_TIME);
    batch.forEach((node, bit) => (node.mask |= 1 << bit));
    const rest = [...batch];
    const touched = new Set(rest);
    for (let node = rest.pop(); node !== undefined; node = rest.pop())
      for (const parent of node.parents) {
        if ((parent.mask | node.mask) === parent.mask) continue;
        parent.mask |= node.mask;
        touched.add(parent);
        rest.push(parent);
      }
    for (const node of touched) {
      if (tops.has(node as T)) batch.forEach((low, bit) => node.mask & (1 << bit) && found.get(low)?.push(node as T));
      node.mask = 0;
    }
  }
  return found;
}
