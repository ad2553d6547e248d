import { METHODS } from '../methods.js';
import { isAnnotation, shapeOf } from './schema-keywords.js';

/** What a value is, as far as a comparison reads it. */
export interface Kind {
  name: string;
  /** Whether `$ref` leads to another such thing. */
  mayRefer: boolean;
  /** What stands under a key; null: nothing that is read. */
  at(key: string): Kind | null;
  /** What the items are where it is a list. */
  readonly item: Kind;
}

/** All of it counts. */
export const DATA: Kind = {
  name: 'data',
  mayRefer: false,
  at: () => DATA,
  get item() {
    return DATA;
  },
};

/** Several, in a list or by names that people chose. */
function many(kind: Kind): Kind {
  return { name: `${kind.name}s`, mayRefer: false, at: () => kind, item: kind };
}

/** A thing with keys of the specification. */
function thing(name: string, parts: Record<string, Kind>, isIgnored = isAnnotation): Kind {
  const known = new Map(Object.entries(parts));
  return { name, mayRefer: true, at: (key) => known.get(key) ?? (isIgnored(key) ? null : DATA), item: DATA };
}

export const SCHEMA: Kind = {
  name: 'schema',
  mayRefer: true,
  at(key) {
    const shape = shapeOf(key);
    if (shape === undefined) return isAnnotation(key) ? null : DATA;
    return shape === 'map' ? SCHEMAS : SCHEMA;
  },
  get item() {
    return SCHEMA;
  },
};
const SCHEMAS = many(SCHEMA);

const MEDIA = thing('media', { schema: SCHEMA });
const BODY = thing('body', { content: many(MEDIA) });
/** A header is written like a parameter. */
const PARAMETER = thing('parameter', { schema: SCHEMA, content: many(MEDIA) });
const RESPONSE = thing('response', { headers: many(PARAMETER), content: many(MEDIA) });
export const PARAMETERS = many(PARAMETER);

/** Its keys are addresses. */
const CALLBACK: Kind = { name: 'callback', mayRefer: true, at: () => ITEM, item: DATA };

export const OPERATION = thing(
  'operation',
  {
    parameters: PARAMETERS,
    requestBody: BODY,
    responses: many(RESPONSE),
    callbacks: many(CALLBACK),
  },
  (key) => key === 'tags' || isAnnotation(key),
);

const ITEM = thing('path', {
  parameters: PARAMETERS,
  ...Object.fromEntries(METHODS.map((method) => [method, OPERATION])),
});
