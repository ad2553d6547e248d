import type { Oas2Rule, Oas3Rule, Plugin, UserContext } from '@redocly/openapi-core';
import { get, isObject, type Json } from '../json.js';
import { slowPatternsOf } from './slow-patterns.js';

/** Names under which a key or token is often sent in a query string, where every log keeps it. */
const KEY_NAMES = /^(api[-_]?key|access[-_]?token|auth[-_]?token|token|key|secret|password|signature)$/i;
const ERROR_STATUS = /^([45](\d\d|XX)|default)$/i;
const SUCCESS_STATUS = /^2(\d\d|XX)$/i;
const JSON_TYPE = /^[\w.*-]+\/(?:[\w.*-]+\+)?json\b/i;

const noKeyInQuery = () => ({
  SecurityScheme(scheme: unknown, { report, location }: UserContext) {
    const found = scheme as Json;
    if (get(found, 'type') === 'apiKey' && get(found, 'in') === 'query')
      report({ message: 'This key is sent in the query string.', location: location.child(['in']) });
  },
  Parameter(parameter: unknown, { report, location }: UserContext) {
    const name = get(parameter as Json, 'name');
    if (get(parameter as Json, 'in') === 'query' && typeof name === 'string' && KEY_NAMES.test(name))
      report({ message: `The query parameter \`${name}\` looks like a secret.`, location: location.child(['name']) });
  },
});

const errorShape = () => ({
  Response(response: unknown, { report, location, key, resolve }: UserContext) {
    if (!ERROR_STATUS.test(String(key))) return;
    const content = get(response as Json, 'content');
    if (!isObject(content)) return;
    for (const [mediaType, media] of Object.entries(content)) {
      if (!JSON_TYPE.test(mediaType)) continue;
      const schema = get(media, 'schema');
      const found = isObject(schema) ? (resolve(schema).node as Json | undefined) : undefined;
      const isObjectLike = ['properties', 'allOf', 'oneOf', 'anyOf'].some((name) => get(found, name) !== undefined);
      if (!isObjectLike)
        report({
          message: `The error \`${String(key)}\` does not say which members it has.`,
          location: location.child(['content', mediaType]).key(),
        });
    }
  },
});

const quickPatterns = () => {
  const visit = (schema: unknown, { report, location }: UserContext): void => {
    for (const { pattern, place } of slowPatternsOf(schema))
      report({
        message: `Some texts may take this pattern exponential time, so no example was held against it: \`${pattern}\`.`,
        location: location.child(place),
      });
  };
  return { Schema: visit, Parameter: visit, ParameterItems: visit, Header: visit };
};

/** Whether a media type shows what its content looks like. */
function hasExample(media: Json, resolve: UserContext['resolve']): boolean {
  if (get(media, 'example') !== undefined || get(media, 'examples') !== undefined) return true;
  const schema = get(media, 'schema');
  if (!isObject(schema)) return true;
  const found = resolve(schema).node as Json | undefined;
  if (get(found, 'example') !== undefined || get(found, 'examples') !== undefined) return true;
  const properties = get(found, 'properties');
  return (
    isObject(properties) &&
    Object.values(properties).some(
      (child) => get(child, 'example') !== undefined || get(child, 'examples') !== undefined,
    )
  );
}

const examplesPresent = () => {
  const reportMissing = (holder: unknown, what: string, { report, location, resolve }: UserContext): void => {
    const content = get(holder as Json, 'content');
    if (!isObject(content)) return;
    for (const [mediaType, media] of Object.entries(content))
      if (JSON_TYPE.test(mediaType) && !hasExample(media, resolve))
        report({ message: `${what} has no example.`, location: location.child(['content', mediaType]).key() });
  };
  return {
    RequestBody(body: unknown, context: UserContext) {
      reportMissing(body, 'This request body', context);
    },
    Response(response: unknown, context: UserContext) {
      if (SUCCESS_STATUS.test(String(context.key)))
        reportMissing(response, `The answer \`${String(context.key)}\``, context);
    },
  };
};

/** The rules of the house: what a caller of any API behind a gateway needs. */
export const housePlugin: Plugin = {
  id: 'gatehouse',
  rules: {
    oas2: {
      'gatehouse/no-key-in-query': noKeyInQuery as unknown as Oas2Rule,
      'gatehouse/quick-patterns': quickPatterns as unknown as Oas2Rule,
    },
    oas3: {
      'gatehouse/no-key-in-query': noKeyInQuery as unknown as Oas3Rule,
      'gatehouse/error-shape': errorShape as unknown as Oas3Rule,
      'gatehouse/examples-present': examplesPresent as unknown as Oas3Rule,
      'gatehouse/quick-patterns': quickPatterns as unknown as Oas3Rule,
    },
  },
};
