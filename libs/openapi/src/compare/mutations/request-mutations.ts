import { get, isObject, type JsonObject, listOf } from '../../json.js';
import { always, type Apply, type ExchangeMutation, type Fits, mutation, typesOf, without } from './mutation.js';
import { IGNORED_HEADERS, type OperationSite } from './sites.js';

const NEW_NAME = 'x9added';
const text = { type: 'string' };
const json = { 'application/json': { schema: { type: 'object' } } };

/** Those that stand in the operation itself and nowhere else. */
function ownParameters({ operation, pathItem }: OperationSite, isRequired: boolean): JsonObject[] {
  const shared = listOf(get(pathItem, 'parameters'));
  return listOf(get(operation, 'parameters'))
    .filter(isObject)
    .filter((parameter) => ['query', 'header'].includes(String(get(parameter, 'in'))))
    .filter((parameter) => !shared.some((other) => get(other, 'name') === get(parameter, 'name') || get(other, '$ref')))
    .filter((parameter) => (get(parameter, 'required') === true) === isRequired && !isIgnored(parameter));
}

function isIgnored(parameter: JsonObject): boolean {
  return (
    get(parameter, 'deprecated') === true || IGNORED_HEADERS.includes(String(get(parameter, 'name')).toLowerCase())
  );
}

function addParameter({ operation }: OperationSite, fields: JsonObject): void {
  const parameter = { name: NEW_NAME, in: 'query', schema: text, ...fields };
  operation['parameters'] = [...listOf(get(operation, 'parameters')), parameter];
}

const hasParameter =
  (isRequired: boolean): Fits =>
  (site) =>
    ownParameters(site, isRequired).length > 0;

function change(isRequired: boolean, work: (parameter: JsonObject) => void): Apply {
  return (site, _root, random) => work(random.pick(ownParameters(site, isRequired)));
}

export const parameterMutations: ExchangeMutation[] = [
  mutation('parameter-removed', 'dangerous', hasParameter(false), (site, _root, random) => {
    const gone = random.pick(ownParameters(site, false));
    site.operation['parameters'] = listOf(site.operation['parameters']).filter((parameter) => parameter !== gone);
  }),
  mutation('optional-parameter-added', 'safe', always, (site) => addParameter(site, {})),
  mutation('required-parameter-added', 'breaking', always, (site) => addParameter(site, { required: true })),
  mutation(
    'parameter-became-required',
    'breaking',
    hasParameter(false),
    change(false, (parameter) => {
      parameter['required'] = true;
    }),
  ),
  mutation(
    'parameter-became-optional',
    'safe',
    hasParameter(true),
    change(true, (parameter) => {
      parameter['required'] = false;
    }),
  ),
  mutation(
    'required-parameter-renamed',
    'breaking',
    hasParameter(true),
    change(true, (parameter) => {
      parameter['name'] = NEW_NAME;
    }),
  ),
  mutation(
    'required-parameter-moved',
    'breaking',
    hasParameter(true),
    change(true, (parameter) => {
      parameter['in'] = parameter['in'] === 'query' ? 'header' : 'query';
    }),
  ),
];

const body = ({ operation }: OperationSite): JsonObject | null => {
  const found = get(operation, 'requestBody');
  return isObject(found) && isObject(get(found, 'content')) ? found : null;
};

export const bodyMutations: ExchangeMutation[] = [
  mutation(
    'request-body-removed',
    'breaking',
    (site) => body(site) !== null,
    ({ operation }) => void delete operation['requestBody'],
  ),
  mutation('required-request-body-added', 'breaking', isBodiless, ({ operation }) => {
    operation['requestBody'] = { required: true, content: json };
  }),
  mutation('optional-request-body-added', 'safe', isBodiless, ({ operation }) => {
    operation['requestBody'] = { content: json };
  }),
  mutation(
    'request-body-became-required',
    'breaking',
    (site) => body(site) !== null && get(body(site) ?? {}, 'required') !== true,
    (site) => {
      (body(site) as JsonObject)['required'] = true;
    },
  ),
  mutation(
    'request-body-became-optional',
    'safe',
    (site) => get(body(site) ?? {}, 'required') === true,
    (site) => {
      (body(site) as JsonObject)['required'] = false;
    },
  ),
  mutation(
    'request-media-type-removed',
    'breaking',
    (site) => typesOf(body(site)).length > 1,
    (site, _root, random) => {
      const holder = body(site) as JsonObject;
      holder['content'] = without(holder['content'] as JsonObject, random.pick(typesOf(holder)));
    },
  ),
  mutation(
    'request-media-type-added',
    'safe',
    (site) => body(site) !== null,
    (site) => {
      const holder = body(site) as JsonObject;
      holder['content'] = { ...(holder['content'] as JsonObject), 'application/x-added': { schema: text } };
    },
  ),
];

function isBodiless({ operation, method }: OperationSite): boolean {
  return ['post', 'put', 'patch'].includes(method) && get(operation, 'requestBody') === undefined;
}
