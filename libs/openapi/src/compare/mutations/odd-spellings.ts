import type { Json, JsonObject } from '../../json.js';

const answering = (content: JsonObject): JsonObject => ({
  openapi: '3.0.3',
  info: { title: 'Odd', version: '1' },
  paths: { '/things': { get: { responses: { 200: { description: 'It.', content } } } } },
});
const listOf = (items: Json): JsonObject => answering({ 'application/json': { schema: { type: 'array', items } } });
const twice = (root: JsonObject): [JsonObject, JsonObject] => [root, structuredClone(root)];

/** Seen in documents of others: two ways to write the same, each of which was once told as a change. */
export const oddSpellings: Record<string, [base: JsonObject, target: JsonObject]> = {
  'media types that differ in a parameter alone': twice(
    answering({
      'application/json': { schema: { type: 'array', items: {} } },
      'application/json; charset=utf-8': { schema: { type: 'string' } },
      'application/json; version=2': {},
    }),
  ),
  'a schema of anything with defaults written out': [listOf({}), listOf({ deprecated: false, readOnly: false })],
};
