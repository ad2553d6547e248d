import { isObject, type Json, type JsonObject } from '../json.js';
import type { OperationSite } from './operation-sites.js';
import { type Kind, OPERATION, PARAMETERS, SCHEMA } from './reading-kinds.js';
import type { Joined } from './schema-view.js';
import type { SpecSide } from './spec-side.js';

type Answers = Map<object, { target: Json; isAlike: boolean }>;
/** Whether the same reference leads to what is alike in both documents. */
type Follow = (kind: Kind, ref: string) => boolean;

/**
 * Finds out what says the same in both documents by holding one against the other as they are written, which costs less
 * than looking closer. `false` proves nothing: a schema may stand inline in one of them and behind a `$ref` in the other.
 */
export class Unchanged {
  /** Each thing is held against one other, so that all of it together costs no more than the documents are long. */
  private readonly answers = new Map<Kind, Answers>([OPERATION, PARAMETERS, SCHEMA].map((kind) => [kind, new Map()]));
  private readonly references = new Map<string, boolean>();

  constructor(
    private readonly base: SpecSide,
    private readonly target: SpecSide,
  ) {}

  /** Without what is inherited from the document as a whole: servers and security. */
  operation(base: OperationSite, target: OperationSite): boolean {
    if (base.path !== target.path || !this.ask(OPERATION, base.place.value, target.place.value)) return false;
    const [was, is] = [base.item.child('parameters'), target.item.child('parameters')];
    return was === null || is === null ? was === is : this.ask(PARAMETERS, was.value, is.value);
  }

  schemas(base: Joined, target: Joined): boolean {
    return base.length === target.length && base.every((place, at) => this.ask(SCHEMA, place.value, target[at]!.value));
  }

  private ask(kind: Kind, base: Json, target: Json): boolean {
    if (typeof base !== 'object' || base === null) return base === target;
    const known = this.answers.get(kind)?.get(base);
    if (known !== undefined) return known.isAlike && known.target === target;
    const isAlike = this.isAlike(base, target, kind, this.follow);
    this.remember(kind, base, target, isAlike);
    return isAlike;
  }

  private remember(kind: Kind, base: object, target: Json, isAlike: boolean): void {
    this.answers.get(kind)?.set(base, { target, isAlike });
  }

  private readonly follow: Follow = (kind, ref) => {
    const key = `${kind.name} ${ref}`;
    if (!this.references.has(key)) this.settle(kind, ref);
    return this.references.get(key) === true;
  };

  /** Looks at all that can be reached. Whatever leads to a difference is no more the same; circles alone make none. */
  private settle(firstKind: Kind, firstRef: string): void {
    const reached = new Map([
      [`${firstKind.name} ${firstRef}`, { kind: firstKind, ref: firstRef, users: [] as string[] }],
    ]);
    const unlike: string[] = [];
    for (const [user, { kind, ref }] of reached) {
      const [base, target] = [this.base.follow(ref), this.target.follow(ref)];
      const follow: Follow = (nextKind, nextRef) => {
        const key = `${nextKind.name} ${nextRef}`;
        const known = this.references.get(key);
        if (known !== undefined) return known;
        const next = reached.get(key);
        if (next === undefined) reached.set(key, { kind: nextKind, ref: nextRef, users: [user] });
        else next.users.push(user);
        return true;
      };
      if (base === null || target === null || !this.isAlike(base.value, target.value, kind, follow)) unlike.push(user);
    }
    for (const key of unlike) {
      if (this.references.get(key) === false) continue;
      this.references.set(key, false);
      unlike.push(...(reached.get(key)?.users ?? []));
    }
    for (const key of reached.keys()) if (!this.references.has(key)) this.references.set(key, true);
  }

  private isAlike(base: Json, target: Json, kind: Kind, follow: Follow): boolean {
    if (base === target) return true;
    if (Array.isArray(base)) return Array.isArray(target) && this.areAlike(base, target, kind.item, follow);
    if (!isObject(base) || !isObject(target)) return false;
    const isAlike = this.isSameReference(base, target, kind, follow) && this.haveAlike(base, target, kind, follow);
    // Whoever asks for it next, because something around it differs, need not look again.
    if (!isAlike) this.remember(kind, base, target, isAlike);
    return isAlike;
  }

  private areAlike(base: Json[], target: Json[], kind: Kind, follow: Follow): boolean {
    if (base.length !== target.length) return false;
    for (let at = 0; at < base.length; at++) if (!this.isAlike(base[at]!, target[at]!, kind, follow)) return false;
    return true;
  }

  /** Whether both have the same keys, ignored ones apart, and what stands under them is alike. */
  private haveAlike(base: JsonObject, target: JsonObject, kind: Kind, follow: Follow): boolean {
    const [keys, others] = [Object.keys(base), Object.keys(target)];
    let count = 0;
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at]!;
      const part = kind.at(key);
      if (part === null) continue;
      count++;
      if (others[at] !== key && !Object.hasOwn(target, key)) return false;
      if (!this.isAlike(base[key]!, target[key]!, part, follow)) return false;
    }
    for (const key of others) if (kind.at(key) !== null) count--;
    return count === 0;
  }

  private isSameReference(base: JsonObject, target: JsonObject, kind: Kind, follow: Follow): boolean {
    if (!kind.mayRefer || typeof base.$ref !== 'string') return true;
    if (base.$ref !== target.$ref || !follow(kind, base.$ref)) return false;
    // What stands beside a reference counts in one of the documents and not in the other.
    return this.base.siblingsCount === this.target.siblingsCount || Object.keys(base).length === 1;
  }
}
