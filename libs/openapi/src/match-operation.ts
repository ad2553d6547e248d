/** Longer paths, and paths of more segments, match nothing. */
export const MAX_MATCHED_PATH_LENGTH = 2_048;
const MAX_MATCHED_SEGMENTS = 64;
/** Nodes that one look-up visits at most: templates made to mislead it cost no more than that. */
const MAX_VISITED_NODES = 1_000;

/** A segment such as `{id}.json` or `{x}:verb`: the literal pieces between the parameters. */
interface Pattern<Item> {
  pieces: string[];
  literalLength: number;
  node: Node<Item>;
}

interface Node<Item> {
  literals: Map<string, Node<Item>>;
  /** By their pieces; once the index is built, those with more literal text first. */
  patterns: Map<string, Pattern<Item>>;
  anything: Node<Item> | null;
  items: Map<string, Item>;
}

/** The path templates of one document, ready to be matched. Made by `indexOperations`. */
export interface OperationIndex<Item> {
  root: Node<Item>;
}

function makeNode<Item>(): Node<Item> {
  return { literals: new Map(), patterns: new Map(), anything: null, items: new Map() };
}

/** Segments of a path: without query, fragment, and empty segments at its ends. */
function segmentsOf(path: string): string[] {
  const end = path.search(/[?#]/);
  let from = 0;
  let to = end < 0 ? path.length : end;
  if (path.startsWith('/')) from = 1;
  if (to > from && path[to - 1] === '/') to--;
  return to <= from ? [] : path.slice(from, to).split('/');
}

/** Builds the index; of two operations with the same method and template the first one is kept. */
export function indexOperations<Item extends { method: string; path: string }>(
  operations: Iterable<Item>,
): OperationIndex<Item> {
  const root = makeNode<Item>();
  for (const operation of operations) {
    let node = root;
    for (const segment of segmentsOf(operation.path)) node = childFor(node, segment);
    const method = operation.method.toUpperCase();
    if (!node.items.has(method)) node.items.set(method, operation);
  }
  sortPatterns(root);
  return { root };
}

function childFor<Item>(node: Node<Item>, segment: string): Node<Item> {
  const pieces = segment.split(/\{[^{}]*\}/);
  if (pieces.length === 1) {
    const child = node.literals.get(segment) ?? makeNode<Item>();
    node.literals.set(segment, child);
    return child;
  }
  if (pieces.length === 2 && pieces[0] === '' && pieces[1] === '') return (node.anything ??= makeNode<Item>());
  const text = pieces.join('{}');
  const pattern = node.patterns.get(text) ?? {
    pieces,
    literalLength: pieces.join('').length,
    node: makeNode<Item>(),
  };
  node.patterns.set(text, pattern);
  return pattern.node;
}

function sortPatterns<Item>(root: Node<Item>): void {
  const rest = [root];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    const patterns = [...node.patterns].sort(([, a], [, b]) => b.literalLength - a.literalLength);
    node.patterns = new Map(patterns);
    rest.push(...node.literals.values(), ...patterns.map(([, pattern]) => pattern.node));
    if (node.anything !== null) rest.push(node.anything);
  }
}

/** Whether the pieces stand in the segment in their order, with at least one character between two. */
function fits(segment: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? '';
  const last = pieces[pieces.length - 1] ?? '';
  if (!segment.startsWith(first) || !segment.endsWith(last)) return false;
  let at = first.length;
  const end = segment.length - last.length;
  for (let index = 1; index < pieces.length - 1; index++) {
    const piece = pieces[index] ?? '';
    const found = segment.indexOf(piece, at + 1);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at < end;
}

/**
 * The operation that a concrete call belongs to, or null. Literal segments win over patterns, patterns over whole
 * parameters; a template that lacks the method is passed over. A slash at the end makes no difference.
 */
export function matchOperation<Item>(index: OperationIndex<Item>, method: string, path: string): Item | null {
  if (path.length > MAX_MATCHED_PATH_LENGTH) return null;
  const segments = segmentsOf(path);
  if (segments.length > MAX_MATCHED_SEGMENTS) return null;
  const wanted = method.toUpperCase();
  let visits = 0;
  const visit = (node: Node<Item>, depth: number): Item | null => {
    if (++visits > MAX_VISITED_NODES) return null;
    if (depth === segments.length) return node.items.get(wanted) ?? null;
    const segment = segments[depth] ?? '';
    const literal = node.literals.get(segment);
    const found = literal === undefined ? null : visit(literal, depth + 1);
    if (found !== null || segment === '') return found;
    for (const pattern of node.patterns.values()) {
      if (++visits > MAX_VISITED_NODES) return null;
      const matched = fits(segment, pattern.pieces) ? visit(pattern.node, depth + 1) : null;
      if (matched !== null) return matched;
    }
    return node.anything === null ? null : visit(node.anything, depth + 1);
  };
  return visit(index.root, 0);
}
