import { get, textOf } from '../json.js';
import type { Place } from './place.js';
import { quote } from './quote.js';
import type { Direction } from './spec-change.js';

const SHARED: Record<string, string> = {
  responses: 'the shared response',
  requestBodies: 'the shared request body',
  headers: 'the shared header',
  callbacks: 'the shared callback',
  pathItems: 'the shared path',
  securitySchemes: 'the security scheme',
};

/** What a place is for a reader: a whole (`the request body`) and a path within it (`customer.name`). */
interface Described {
  whole: string;
  path: string;
}

/** The subject of a sentence about a place: "The property `customer.name` of the request body". */
export function subjectOf(place: Place, direction: Direction | null): string {
  const { whole, path } = describe(place);
  const isShared = whole.startsWith('`') || whole.startsWith('the shared');
  const when = isShared && direction !== null ? `In ${direction}s, ` : '';
  const what = path === '' ? whole : `${path.endsWith('[]') ? 'each item' : 'the property'} ${ofPath(path)}${whole}`;
  return when === '' ? what.charAt(0).toUpperCase() + what.slice(1) : when + what;
}

function ofPath(path: string): string {
  if (!path.endsWith('[]')) return `${quote(path)} of `;
  const list = path.slice(0, -2);
  return list === '' ? 'of ' : `of the property ${quote(list)} of `;
}

function describe(place: Place): Described {
  const chain: Place[] = [];
  for (let step: Place | null = place; step !== null; step = step.parent) chain.push(step);
  chain.reverse();
  const words: Described = { whole: 'the document', path: '' };
  for (let at = 1; at < chain.length; at++) at += describeStep(words, chain, at);
  return words;
}

/** Takes one step of the way into the description; answers how many further steps belong to it. */
function describeStep(words: Described, chain: readonly Place[], at: number): number {
  const { token } = chain[at] as Place;
  const next = chain[at + 1];
  const isTop = at === 1;
  if (isTop && (token === 'paths' || token === 'components')) {
    if (token === 'components') return next === undefined ? 0 : describeShared(words, next.token, chain[at + 2]);
    words.whole = next === undefined ? 'the paths' : `the path ${quote(next.token)}`;
    return 1;
  }
  if (words.path === '' && !words.whole.startsWith('`') && next !== undefined) {
    if (token === 'parameters') words.whole = parameterName(next);
    else if (token === 'responses') words.whole = `the response ${quote(next.token)}`;
    else if (token === 'headers') words.whole = `the header ${quote(next.token)} of ${words.whole}`;
    else if (token === 'callbacks') words.whole = `the callback ${quote(next.token)}`;
    else if (token === 'content') return 1;
    else if (/^(x-)?webhooks$/.test(token) && isTop) words.whole = `the webhook ${quote(next.token)}`;
    else return describeSchemaStep(words, token, next);
    return 1;
  }
  if (token === 'requestBody')
    words.whole = words.whole.startsWith('the webhook') ? 'the body of ' + words.whole : 'the request body';
  return describeSchemaStep(words, token, next);
}

function describeShared(words: Described, kind: string, named: Place | undefined): number {
  if (named === undefined) return 1;
  if (kind === 'parameters') words.whole = parameterName(named);
  else words.whole = kind in SHARED ? `${SHARED[kind]} ${quote(named.token)}` : quote(named.token);
  return 2;
}

function describeSchemaStep(words: Described, token: string, next: Place | undefined): number {
  if (token === 'requestBody') words.whole = 'the request body';
  if (token === 'items' || token === 'prefixItems') words.path += '[]';
  if (token === 'additionalProperties') words.path += words.path === '' ? '*' : '.*';
  if (next === undefined) return 0;
  if (token === '$defs' || token === 'definitions') {
    words.whole = quote(next.token);
    words.path = '';
    return 1;
  }
  if (token === 'properties' || token === 'patternProperties') {
    words.path += words.path === '' ? next.token : `.${next.token}`;
    return 1;
  }
  return /^(allOf|oneOf|anyOf|prefixItems)$/.test(token) ? 1 : 0;
}

function parameterName(parameter: Place): string {
  const name = textOf(get(parameter.value, 'name'));
  const kind = textOf(get(parameter.value, 'in'));
  return name === '' ? `the parameter ${quote(parameter.token)}` : `the ${kind} parameter ${quote(name)}`;
}
