import { get, isObject, type Json, type JsonObject, listOf } from '../../json.js';
import { always, type ExchangeMutation, mutation, without } from './mutation.js';
import type { OperationSite } from './sites.js';

const NEW_NAME = 'x9added';

export const operationMutations: ExchangeMutation[] = [
  mutation(
    'operation-removed',
    'breaking',
    ({ operation }) => get(operation, 'deprecated') !== true,
    ({ pathItem, method }) => void delete pathItem[method],
  ),
  mutation(
    'path-removed',
    'breaking',
    ({ pathItem }) => !Object.values(pathItem).some((operation) => get(operation, 'deprecated') === true),
    ({ path }, root) => {
      root['paths'] = without(root['paths'] as JsonObject, path);
    },
  ),
  mutation(
    'path-renamed',
    'breaking',
    ({ pathItem }) => !Object.values(pathItem).some((operation) => get(operation, 'deprecated') === true),
    ({ path, pathItem }, root) => {
      root['paths'] = { ...without(root['paths'] as JsonObject, path), [`/${NEW_NAME}${path}`]: pathItem };
    },
  ),
  mutation(
    'operation-added',
    'safe',
    ({ pathItem }) => get(pathItem, 'trace') === undefined,
    ({ pathItem }) => {
      pathItem['trace'] = { responses: { 200: { description: 'New.' } } };
    },
  ),
  mutation('path-added', 'safe', always, (_site, root) => {
    const item = { get: { responses: { 200: { description: 'New.' } } } };
    root['paths'] = { ...(root['paths'] as JsonObject), [`/${NEW_NAME}`]: item };
  }),
  mutation(
    'operation-id-changed',
    'safe',
    ({ operation }) => typeof get(operation, 'operationId') === 'string',
    ({ operation }) => {
      operation['operationId'] = NEW_NAME;
    },
  ),
  mutation(
    'operation-deprecated',
    'dangerous',
    ({ operation }) => get(operation, 'deprecated') !== true,
    ({ operation }) => void (operation['deprecated'] = true),
  ),
  mutation('callback-removed', 'breaking', hasCallback, ({ operation }, _root, random) => {
    const callbacks = operation['callbacks'] as JsonObject;
    operation['callbacks'] = without(callbacks, random.pick(Object.keys(callbacks)));
  }),
  mutation(
    'webhook-removed',
    'breaking',
    (_site, root) => Object.keys(get(root, 'webhooks') ?? {}).length > 0,
    (_site, root, random) => {
      const webhooks = root['webhooks'] as JsonObject;
      root['webhooks'] = without(webhooks, random.pick(Object.keys(webhooks)));
    },
  ),
  mutation('key-asked-for-no-longer', 'safe', isGuarded, ({ operation }) => void (operation['security'] = [])),
  mutation('second-key-asked-for', 'breaking', isGuarded, ({ operation }, root) => {
    const scheme = { type: 'apiKey', in: 'header', name: NEW_NAME };
    const components = (get(root, 'components') ?? {}) as JsonObject;
    const schemes = (get(components, 'securitySchemes') ?? {}) as JsonObject;
    root['components'] = { ...components, securitySchemes: { ...schemes, [NEW_NAME]: scheme } };
    operation['security'] = securityOf(operation, root).map((needed) => ({
      ...(needed as JsonObject),
      [NEW_NAME]: [],
    }));
  }),
];

function hasCallback({ operation }: OperationSite): boolean {
  return Object.keys(get(operation, 'callbacks') ?? {}).length > 0;
}

function securityOf(operation: JsonObject, root: JsonObject): Json[] {
  return listOf(get(operation, 'security') ?? get(root, 'security'));
}

/** Nobody gets in without a credential. */
function isGuarded({ operation }: OperationSite, root: JsonObject): boolean {
  const alternatives = securityOf(operation, root);
  return alternatives.length > 0 && alternatives.every((needed) => isObject(needed) && Object.keys(needed).length > 0);
}
