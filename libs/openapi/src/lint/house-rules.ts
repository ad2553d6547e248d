import type { Oas2Rule, Oas3Rule, Plugin, UserContext } from '@redocly/openapi-core';
import { get, isObject, type Json } from '../json.js';
import { ERROR_STATUS, hasExample, hasMembers, JSON_TYPE, shapeless, SUCCESS_STATUS } from './answers.js';
import { errorShapeV2, examplesPresentV2 } from './house-rules-v2.js';
import { slowPatternsOf } from './slow-patterns.js';

/** Names under which a key or token is often sent in a query string, where every log keeps it. */
const KEY_NAMES = /^(api[-_]?key|access[-_]?token|auth[-_]?token|token|key|secret|password|signature)$/i;

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
      if (!hasMembers(get(media, 'schema'), resolve))
        report({ message: shapeless(key), location: location.child(['content', mediaType]).key() });
    }
  },
});

const quickPatterns = () => {
  const visit = (schema: unknown, { report, location }: UserContext): void => {
    for (const { pattern, place } of slowPatternsOf(schema))
      report({
        message: `Some texts may take this pattern very long, so no example was held against it: \`${pattern}\`.`,
        location: location.child(place),
      });
  };
  return { Schema: visit, Parameter: visit, ParameterItems: visit, Header: visit };
};

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

/** The engine's types know what each line of OpenAPI calls a node; these rules look at any. */
function namedRules<Rule>(errors: unknown, examples: unknown): Record<string, Rule> {
  const rules: Record<string, unknown> = {
    'gatehouse/no-key-in-query': noKeyInQuery,
    'gatehouse/error-shape': errors,
    'gatehouse/examples-present': examples,
    'gatehouse/quick-patterns': quickPatterns,
  };
  return rules as Record<string, Rule>;
}

/** The rules of the house: what a caller of any API behind a gateway needs. */
export const housePlugin: Plugin = {
  id: 'gatehouse',
  rules: {
    oas2: namedRules<Oas2Rule>(errorShapeV2, examplesPresentV2),
    oas3: namedRules<Oas3Rule>(errorShape, examplesPresent),
  },
};
