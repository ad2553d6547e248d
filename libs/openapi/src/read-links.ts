import { entriesOf, get, type Json, textOf } from './json.js';
import { METHODS } from './methods.js';
import type { LinkModel } from './reference-model.js';
import { type SpecContext, tokensOf } from './spec-context.js';

type Target = Required<Pick<LinkModel, 'method' | 'path'>>;

/** Reads the links of answers of 3.x, and finds the operations that they lead to. */
export class LinkReader {
  private byId: Map<string, Target> | undefined;

  constructor(private readonly context: SpecContext) {}

  read(links: Json | undefined, pointer: string): LinkModel[] {
    return entriesOf(links).flatMap(([name, raw]) => {
      const resolved = this.context.resolve(raw, pointer);
      if (resolved.kind !== 'local') return [];
      const { value } = resolved;
      const [id, ref] = [textOf(get(value, 'operationId')), textOf(get(value, 'operationRef'))];
      const target = id === '' ? this.atRef(ref) : this.idsOf().get(id);
      const named = id || ref;
      const body = get(value, 'requestBody');
      return [
        {
          name,
          description: textOf(get(value, 'description')),
          ...target,
          ...(named === '' ? {} : { target: named }),
          parameters: entriesOf(get(value, 'parameters')).map(([parameter, given]) => {
            return { name: parameter, value: this.context.cutExample(given) };
          }),
          ...(body === undefined ? {} : { requestBody: this.context.cutExample(body) }),
        },
      ];
    });
  }

  /** `#/paths/~1orders~1{id}/get` */
  private atRef(ref: string): Target | undefined {
    const tokens = tokensOf(ref) ?? [];
    const [first, path, name] = tokens;
    const method = METHODS.find((known) => known === name);
    if (tokens.length !== 3 || first !== 'paths' || path === undefined || method === undefined) return undefined;
    return this.context.at(tokens) === undefined ? undefined : { method: method.toUpperCase(), path };
  }

  /** Few documents have links: those that have none are not searched for ids. */
  private idsOf(): Map<string, Target> {
    if (this.byId !== undefined) return this.byId;
    this.byId = new Map();
    for (const [path, item] of entriesOf(get(this.context.root, 'paths')))
      for (const method of METHODS) {
        const id = textOf(get(get(item, method), 'operationId'));
        if (id !== '' && !this.byId.has(id)) this.byId.set(id, { method: method.toUpperCase(), path });
      }
    return this.byId;
  }
}
