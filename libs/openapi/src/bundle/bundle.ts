import { checkTree } from '../check-tree.js';
import { childAt, entriesOf, get, isObject, type Json, type JsonObject } from '../json.js';
import { MAX_NESTING_DEPTH } from '../limits.js';
import { pointerOf, tokensOf, valueAt } from '../spec-context.js';
import { tooComplex } from '../spec-fault.js';
import { BundleFiles, type Place } from './bundle-files.js';
import { freeName } from './component-names.js';
import { childPlaces, sectionOf, sharedPlaces } from './ref-places.js';

/** What is known of the files that a bundled tree was made of. */
export interface BundleSources {
  /** In which file something of the tree stands, and where there; both pointers begin with `#`. */
  originOf(pointer: string): Place;
  textOf(file: string): string;
}

/** What a value stands in, innermost first. */
interface Above {
  value: object;
  next: Above | null;
  depth: number;
}

/** One thing to look at: a value with what it is, the file it came from, and what it stands in. */
interface Slot {
  holder: Json[] | JsonObject;
  key: string;
  place: string;
  file: string;
  above: Above | null;
}

/**
 * Makes one tree of a zip: what is referred to in other files of it becomes a component of the root document, once, or
 * stands in its place where OpenAPI has no component for it. References to anything else stay as they are. No disk and no
 * network is touched. Throws SpecFault.
 */
export function bundle(bytes: Uint8Array): { root: Json; sources: BundleSources } {
  const files = new BundleFiles(bytes);
  const rootName = files.rootName();
  const bundler = new Bundler(files, rootName);
  const root = bundler.run();
  // What is shared counts as often as it is used: a few small files could stand for very much.
  checkTree(root);
  const originOf = (pointer: string): Place => bundler.originOf(pointer);
  return { root, sources: { originOf, textOf: (file) => files.text(file) } };
}

class Bundler {
  private readonly root: Json;
  private readonly isV2: boolean;
  private readonly slots: Slot[] = [];
  /** Objects whose references were dealt with. A second look would take the new ones for those of their file. */
  private readonly done = new WeakSet<object>();
  /** `section file#pointer` → the component that it became. */
  private readonly components = new Map<string, string>();
  private readonly origins = new Map<object, Place>();

  constructor(
    private readonly files: BundleFiles,
    private readonly rootName: string,
  ) {
    this.root = files.tree(rootName);
    this.isV2 = get(this.root, 'swagger') !== undefined;
  }

  run(): Json {
    for (const place of sharedPlaces(this.isV2)) this.takeHomes(place);
    // Before the root, which would take them for things of its own file.
    this.visitAll();
    const holder = { root: this.root };
    this.slots.push({ holder, key: 'root', place: 'document', file: this.rootName, above: null });
    this.visitAll();
    return holder.root;
  }

  originOf(pointer: string): Place {
    let value: Json | undefined = this.root;
    let file = this.rootName;
    let tokens: string[] = [];
    for (const token of tokensOf(pointer) ?? []) {
      value = childAt(value, token);
      const origin: Place | undefined =
        typeof value === 'object' && value !== null ? this.origins.get(value) : undefined;
      if (origin === undefined) tokens.push(token);
      else [file, tokens] = [origin.file, tokensOf(`#${origin.pointer}`) ?? []];
    }
    return { file, pointer: pointerOf(tokens) };
  }

  /** A component of the root that is nothing but a reference to a file is where that thing lives from now on. */
  private takeHomes(place: string): void {
    const section = sectionOf(place, this.isV2) ?? [];
    const holder = section.reduce<Json | undefined>(get, this.root);
    for (const [name, value] of entriesOf(holder)) {
      const ref = get(value, '$ref');
      const target = typeof ref === 'string' ? this.locate(ref, this.rootName) : null;
      if (target === null || target.file === this.rootName || Object.keys(value as object).length > 1) continue;
      const id = `${place} ${target.file}#${target.pointer}`;
      if (this.components.has(id)) continue;
      this.components.set(id, pointerOf([...section, name]));
      this.put(holder as JsonObject, name, target, place, null);
    }
  }

  /** Depth first and in the order of the document: what stands in a thing is done before what comes after it. */
  private visitAll(): void {
    for (let slot = this.slots.pop(); slot !== undefined; slot = this.slots.pop()) this.visit(slot);
  }

  private visit(slot: Slot): void {
    const { holder, key, place, file } = slot;
    const value = Array.isArray(holder) ? holder[Number(key)] : get(holder, key);
    if (typeof value !== 'object' || value === null || this.done.has(value)) return;
    const above = within(value, slot.above);
    if (Array.isArray(value)) {
      this.done.add(value);
      for (const index of [...value.keys()].reverse())
        this.slots.push({ holder: value, key: String(index), place, file, above });
      return;
    }
    const ref = get(value, '$ref');
    const target = typeof ref === 'string' ? this.locate(ref, file) : null;
    const isShared = sectionOf(place, this.isV2) !== null;
    if (target !== null && target.file !== this.rootName && !isShared && this.inline(value, target, slot)) return;
    this.done.add(value);
    if (typeof ref === 'string') value.$ref = this.rewritten(ref, target, file, isShared ? place : null);
    if (place === 'schema') this.rewriteMapping(value, file);
    for (const [child, childPlace] of childPlaces(value, place).reverse())
      this.slots.push({ holder: value, key: child, place: childPlace, file, above });
  }

  /** The reference as it is from now on; what leads nowhere is left, but never as if it led into the root. */
  private rewritten(ref: string, target: Place | null, file: string, place: string | null): string {
    if (target?.file === this.rootName) return `#${target.pointer}`;
    if (target !== null && place !== null) return this.componentOf(target, place);
    return ref.startsWith('#') && file !== this.rootName ? file + ref : ref;
  }

  /** Puts the target in the place of the reference, fields beside the reference on top. False where that has no end. */
  private inline(value: JsonObject, target: Place, slot: Slot): boolean {
    const found = this.at(target) as JsonObject;
    if (isWithin(found, slot.above)) return false;
    const above = within(found, slot.above);
    const beside = Object.keys(value).filter((key) => key !== '$ref');
    if (beside.length === 0) {
      this.put(slot.holder, slot.key, target, slot.place, above);
      return true;
    }
    const { $ref: _, ...fields } = value;
    const merged = { ...found, ...fields };
    assign(slot.holder, slot.key, merged);
    this.origins.set(merged, target);
    this.done.add(merged);
    for (const [key, place] of childPlaces(merged, slot.place).reverse())
      this.slots.push({ holder: merged, key, place, file: beside.includes(key) ? slot.file : target.file, above });
    return true;
  }

  private put(holder: Json[] | JsonObject, key: string, target: Place, place: string, above: Above | null): void {
    const value = this.at(target) as JsonObject;
    assign(holder, key, value);
    this.origins.set(value, target);
    this.slots.push({ holder, key, place, file: target.file, above });
  }

  private componentOf(target: Place, place: string): string {
    const id = `${place} ${target.file}#${target.pointer}`;
    const known = this.components.get(id);
    if (known !== undefined) return known;
    const section = sectionOf(place, this.isV2) ?? [];
    const holder = section.reduce<JsonObject>(objectAt, this.root as JsonObject);
    const name = freeName(target, holder);
    const pointer = pointerOf([...section, name]);
    this.components.set(id, pointer);
    this.put(holder, name, target, place, null);
    return pointer;
  }

  private rewriteMapping(schema: JsonObject, file: string): void {
    const mapping = get(get(schema, 'discriminator'), 'mapping');
    if (!isObject(mapping) || this.done.has(mapping)) return;
    this.done.add(mapping);
    for (const [key, ref] of entriesOf(mapping)) {
      const target = typeof ref === 'string' && /[#.]/.test(ref) ? this.locate(ref, file) : null;
      if (target !== null) assign(mapping, key, this.rewritten(String(ref), target, file, 'schema'));
    }
  }

  private locate(ref: string, file: string): Place | null {
    const target = this.files.locate(ref, file);
    const isWholeRoot = target?.file === this.rootName && target.pointer === '';
    return target !== null && !isWholeRoot && isObject(this.at(target)) ? target : null;
  }

  private at({ file, pointer }: Place): Json | undefined {
    const tokens = pointer === '' ? [] : (tokensOf(`#${pointer}`) ?? []);
    return valueAt(this.files.tree(file), tokens);
  }
}

function within(value: object, next: Above | null): Above {
  const depth = (next?.depth ?? 0) + 1;
  if (depth > MAX_NESTING_DEPTH)
    throw tooComplex(`Put together, the files of this zip are nested deeper than ${MAX_NESTING_DEPTH} levels.`);
  return { value, next, depth };
}

function isWithin(value: object, above: Above | null): boolean {
  for (let entry = above; entry !== null; entry = entry.next) if (entry.value === value) return true;
  return false;
}

function objectAt(holder: JsonObject, key: string): JsonObject {
  const value = get(holder, key);
  if (isObject(value)) return value;
  const made: JsonObject = {};
  assign(holder, key, made);
  return made;
}

/** Also for keys such as `__proto__`, which are data. */
function assign(holder: Json[] | JsonObject, key: string, value: Json): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}
