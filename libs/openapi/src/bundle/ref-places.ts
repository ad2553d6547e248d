import { entriesOf, get, type Json } from '../json.js';

/**
 * What stands where in an OpenAPI document, as far as a `$ref` may stand in it. `map:x` is an object whose values are all
 * x. A list is what its items are. Keys that are not named hold data, in which `$ref` means nothing.
 */
const PLACES: Record<string, Record<string, string>> = {
  document: {
    paths: 'map:pathItem',
    webhooks: 'map:pathItem',
    components: 'components',
    definitions: 'map:schema',
    parameters: 'map:parameter',
    responses: 'map:response',
  },
  components: {
    schemas: 'map:schema',
    responses: 'map:response',
    parameters: 'map:parameter',
    examples: 'map:example',
    requestBodies: 'map:requestBody',
    headers: 'map:header',
    securitySchemes: 'map:securityScheme',
    links: 'map:link',
    callbacks: 'map:callback',
    pathItems: 'map:pathItem',
  },
  pathItem: {
    parameters: 'parameter',
    ...Object.fromEntries(
      ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'].map((method) => [method, 'operation']),
    ),
  },
  operation: {
    parameters: 'parameter',
    requestBody: 'requestBody',
    responses: 'map:response',
    callbacks: 'map:callback',
  },
  parameter: { schema: 'schema', items: 'schema', content: 'map:mediaType', examples: 'map:example' },
  header: { schema: 'schema', items: 'schema', content: 'map:mediaType', examples: 'map:example' },
  requestBody: { content: 'map:mediaType' },
  response: { schema: 'schema', headers: 'map:header', content: 'map:mediaType', links: 'map:link' },
  mediaType: { schema: 'schema', examples: 'map:example', encoding: 'map:encoding' },
  encoding: { headers: 'map:header' },
  schema: {
    ...Object.fromEntries(
      [
        ...['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'items', 'prefixItems', 'additionalItems'],
        ...['contains', 'additionalProperties', 'propertyNames', 'unevaluatedItems', 'unevaluatedProperties'],
        'contentSchema',
      ].map((keyword) => [keyword, 'schema']),
    ),
    ...Object.fromEntries(
      ['properties', 'patternProperties', 'dependentSchemas', 'definitions', '$defs'].map((keyword) => [
        keyword,
        'map:schema',
      ]),
    ),
  },
};

const SECTIONS_V3: Record<string, string> = {
  schema: 'schemas',
  response: 'responses',
  parameter: 'parameters',
  example: 'examples',
  requestBody: 'requestBodies',
  header: 'headers',
  securityScheme: 'securitySchemes',
  link: 'links',
  callback: 'callbacks',
};
const SECTIONS_V2: Record<string, string> = { schema: 'definitions', response: 'responses', parameter: 'parameters' };

/** The children in which references may stand, with what they are. */
export function childPlaces(node: Json, place: string): [key: string, place: string][] {
  if (place.startsWith('map:')) return entriesOf(node).map(([key]) => [key, place.slice('map:'.length)]);
  if (place === 'callback') return entriesOf(node).map(([key]) => [key, 'pathItem']);
  return Object.entries(PLACES[place] ?? {}).filter(([key]) => get(node, key) !== undefined);
}

/** The tokens of the section where shared things of this kind are kept; null where the line of OpenAPI has none. */
export function sectionOf(place: string, isV2: boolean): string[] | null {
  const section = (isV2 ? SECTIONS_V2 : SECTIONS_V3)[place];
  if (section === undefined) return null;
  return isV2 ? [section] : ['components', section];
}

/** Every kind of thing that has a section. */
export function sharedPlaces(isV2: boolean): string[] {
  return Object.keys(isV2 ? SECTIONS_V2 : SECTIONS_V3);
}
