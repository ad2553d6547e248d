import { isAlias, isMap, isScalar, isSeq, type Document, type Node } from 'yaml';
import { composeYaml } from '../parse-yaml.js';

export interface Position {
  /** Both counted from 1. */
  line: number;
  column: number;
}

/** A place in a document that somebody asks for, or that lies on the way to one. */
interface Place {
  children: Map<string, Place>;
  /** Offsets in the text; undefined: not there. */
  key?: number;
  value?: number;
}

export interface WantedPlace {
  pointer: string;
  /** The name of the member rather than what it holds. */
  onKey: boolean;
}

/**
 * Finds where JSON pointers stand in a text. What is not there is told by the nearest thing around it that is. The text
 * was parsed before: it is sound and not nested too deeply.
 */
export function locatePointers(text: string, format: 'json' | 'yaml', wanted: readonly WantedPlace[]): Position[] {
  const root: Place = { children: new Map(), value: 0 };
  for (const { pointer } of wanted) enter(root, pointer);
  if (format === 'json') new JsonScanner(text).read(root);
  else walkYaml(composeYaml(text), root);
  const lineStarts = startsOf(text);
  return wanted.map((place) => positionOf(offsetOf(root, place), lineStarts));
}

function tokensOf(pointer: string): string[] {
  const tokens = pointer.replace(/^#?\/?/, '');
  if (tokens === '') return [];
  return tokens.split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function enter(root: Place, pointer: string): void {
  let place = root;
  for (const token of tokensOf(pointer)) {
    let child = place.children.get(token);
    if (child === undefined) place.children.set(token, (child = { children: new Map() }));
    place = child;
  }
}

function offsetOf(root: Place, { pointer, onKey }: WantedPlace): number {
  const tokens = tokensOf(pointer);
  let place = root;
  for (const [at, token] of tokens.entries()) {
    const child = place.children.get(token);
    // What is missing is told at the name of what it is missing in.
    if (child?.value === undefined) return place.key ?? place.value ?? 0;
    place = child;
    if (at === tokens.length - 1 && onKey) return place.key ?? place.value ?? 0;
  }
  return place.value ?? 0;
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function positionOf(offset: number, lineStarts: readonly number[]): Position {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}

/** Walks sound JSON text once and notes the offsets of the places. A member that stands twice is the last one. */
class JsonScanner {
  private at = 0;

  constructor(private readonly text: string) {}

  read(place: Place | undefined): void {
    this.skipSpace();
    if (place !== undefined) place.value = this.at;
    const first = this.text[this.at];
    if (first === '{') this.readObject(place);
    else if (first === '[') this.readList(place);
    else if (first === '"') this.skipText();
    else while (this.at < this.text.length && !/[\s,\]}]/.test(this.text[this.at] ?? '')) this.at++;
  }

  private readObject(place: Place | undefined): void {
    this.at++;
    for (;;) {
      if (this.ends('}')) return;
      const start = this.at;
      this.skipText();
      const child = place?.children.get(JSON.parse(this.text.slice(start, this.at)) as string);
      if (child !== undefined) child.key = start;
      this.skipSpace();
      this.at++;
      this.read(child);
    }
  }

  private readList(place: Place | undefined): void {
    this.at++;
    for (let index = 0; !this.ends(']'); index++) this.read(place?.children.get(String(index)));
  }

  /** Goes on to the next member or item; true behind the last one. */
  private ends(close: string): boolean {
    this.skipSpace();
    if (this.text[this.at] === ',') {
      this.at++;
      this.skipSpace();
    }
    if (this.at < this.text.length && this.text[this.at] !== close) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    while (this.text.charCodeAt(this.at) <= 32) this.at++;
  }

  private skipText(): void {
    for (let end = this.text.indexOf('"', this.at + 1); end >= 0; end = this.text.indexOf('"', end + 1)) {
      let backslashes = 0;
      while (this.text[end - 1 - backslashes] === '\\') backslashes++;
      this.at = end + 1;
      if (backslashes % 2 === 0) return;
    }
  }
}

function walkYaml(document: Document, root: Place): void {
  const visit = (node: Node | null | undefined, place: Place): void => {
    const found = isAlias(node) ? node.resolve(document) : node;
    place.value ??= node?.range?.[0];
    if (isSeq(found)) {
      for (const [token, child] of place.children) visit(found.items[Number(token)] as Node | undefined, child);
    } else if (isMap(found)) {
      for (const { key, value } of found.items) {
        const child = isScalar(key) ? place.children.get(String(key.value)) : undefined;
        if (child === undefined) continue;
        child.key = (key as Node).range?.[0];
        child.value = (value as Node | null)?.range?.[0] ?? child.key;
        visit(value as Node | null, child);
      }
    }
  };
  visit(document.contents, root);
}
