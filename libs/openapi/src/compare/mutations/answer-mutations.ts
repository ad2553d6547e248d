import { entriesOf, get, isObject, type JsonObject } from '../../json.js';
import { always, type Apply, type ExchangeMutation, type Fits, mutation, typesOf, without } from './mutation.js';
import { type OperationSite, resolve } from './sites.js';

const text = { type: 'string' };

const statuses = ({ operation }: OperationSite, pattern: RegExp): string[] =>
  entriesOf(get(operation, 'responses'))
    .map(([status]) => status)
    .filter((status) => pattern.test(status));
const ownResponses = ({ operation }: OperationSite): JsonObject[] =>
  entriesOf(get(operation, 'responses'))
    .filter(([status]) => /^2\d\d$/.test(status))
    .map(([, response]) => response)
    .filter((response) => isObject(response) && get(response, '$ref') === undefined) as JsonObject[];
const removeStatus =
  (pattern: RegExp): Apply =>
  (site, _root, random) => {
    const gone = random.pick(statuses(site, pattern));
    site.operation['responses'] = without(site.operation['responses'] as JsonObject, gone);
  };
const addStatus =
  (status: string): Apply =>
  ({ operation }) => {
    operation['responses'] = {
      ...((get(operation, 'responses') as JsonObject | undefined) ?? {}),
      [status]: { description: 'New.' },
    };
  };
const SUCCESS = /^2\d\d$/;
const FAILURE = /^[45]\d\d$/;
const CATCH_ALL = /^(default|[45]XX)$/;
/** What a removed status falls under otherwise. */
const hasFailureAlone: Fits = (site) => statuses(site, FAILURE).length > 0 && statuses(site, CATCH_ALL).length === 0;
const withSeveralTypes = (site: OperationSite): JsonObject[] =>
  ownResponses(site).filter((response) => typesOf(response).length > 1);
const headersOf = (response: JsonObject, root: JsonObject, isRequired: boolean): string[] =>
  entriesOf(get(response, 'headers'))
    .filter(([, header]) => (get(resolve(root, header) ?? {}, 'required') === true) === isRequired)
    .map(([name]) => name)
    .filter((name) => name.toLowerCase() !== 'content-type');
const withHeaders = (site: OperationSite, root: JsonObject, isRequired: boolean): JsonObject[] =>
  ownResponses(site).filter((response) => headersOf(response, root, isRequired).length > 0);

const removeHeader =
  (isRequired: boolean): Apply =>
  (site, root, random) => {
    const response = random.pick(withHeaders(site, root, isRequired));
    response['headers'] = without(
      response['headers'] as JsonObject,
      random.pick(headersOf(response, root, isRequired)),
    );
  };

export const answerMutations: ExchangeMutation[] = [
  mutation('success-status-removed', 'breaking', (site) => statuses(site, SUCCESS).length > 0, removeStatus(SUCCESS)),
  mutation('failure-status-removed', 'safe', hasFailureAlone, removeStatus(FAILURE)),
  mutation('success-status-added', 'dangerous', always, addStatus('299')),
  mutation('failure-status-added', 'safe', always, addStatus('499')),
  mutation(
    'response-media-type-removed',
    'breaking',
    (site) => withSeveralTypes(site).length > 0,
    (site, _root, random) => {
      const response = random.pick(withSeveralTypes(site));
      response['content'] = without(response['content'] as JsonObject, random.pick(typesOf(response)));
    },
  ),
  mutation(
    'response-media-type-added',
    'safe',
    (site) => ownResponses(site).some((response) => typesOf(response).length > 0),
    (site, _root, random) => {
      const response = random.pick(ownResponses(site).filter((some) => typesOf(some).length > 0));
      response['content'] = { ...(response['content'] as JsonObject), 'application/x-added': { schema: text } };
    },
  ),
  mutation(
    'optional-header-removed',
    'dangerous',
    (site, root) => withHeaders(site, root, false).length > 0,
    removeHeader(false),
  ),
  mutation(
    'required-header-removed',
    'breaking',
    (site, root) => withHeaders(site, root, true).length > 0,
    removeHeader(true),
  ),
  mutation(
    'response-header-added',
    'safe',
    (site) => ownResponses(site).length > 0,
    (site, _root, random) => {
      const response = random.pick(ownResponses(site));
      response['headers'] = {
        ...((get(response, 'headers') as JsonObject | undefined) ?? {}),
        'X-Added': { schema: text },
      };
    },
  ),
];
