import { get, textOf } from '../json.js';
import { compareContents, mediaTypesOf } from './compare-contents.js';
import { compareDeprecation, isPromisedUntilLater, compareStability } from './compare-lifecycle.js';
import { stable } from './fingerprints.js';
import type { ComparedSide, Comparison } from './comparison.js';
import { subjectOf } from './describe-place.js';
import { type OperationSite, templateNames } from './operation-sites.js';
import type { PairNode } from './pair-node.js';
import { childrenOf, type Place } from './place.js';
import { quoteValue } from './quote.js';
import type { Direction } from './spec-change.js';
import type { SpecSide } from './spec-side.js';

/** OpenAPI says that parameters of these names are described elsewhere and count for nothing. */
const IGNORED_HEADERS: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

/** Compares parameters by where they stand and how they are named; those in the path by their position. */
export function compareParameters(
  comparison: Comparison,
  node: PairNode,
  base: OperationSite,
  target: OperationSite,
  sent: Direction,
): void {
  const before = parametersOf(comparison.base, base);
  const after = parametersOf(comparison.target, target);
  const gained = [...after].filter(([key]) => !before.has(key));
  for (const [key, parameter] of before) {
    const found = after.get(key);
    if (found !== undefined) {
      comparePair(comparison, node, parameter, found, sent);
      continue;
    }
    const name = textOf(get(parameter.value, 'name'));
    const moved = gained.findIndex(([, other]) => textOf(get(other.value, 'name')) === name);
    const [movedTo] = moved < 0 ? [] : gained.splice(moved, 1);
    if (movedTo === undefined) reportRemoved(comparison, node, parameter, sent);
    else reportMoved(comparison, node, parameter, movedTo[1], sent);
  }
  for (const [, parameter] of gained) reportAdded(comparison, node, parameter, sent);
}

function parametersOf(side: SpecSide, site: OperationSite): Map<string, Place> {
  const names = templateNames(site.path);
  const found = new Map<string, Place>();
  for (const raw of [...childrenOf(site.item, 'parameters'), ...childrenOf(site.place, 'parameters')]) {
    const parameter = side.resolve(raw);
    const name = textOf(get(parameter?.value, 'name'));
    const kind = textOf(get(parameter?.value, 'in'));
    if (parameter === null || name === '') continue;
    if (kind === 'header' && IGNORED_HEADERS.has(name.toLowerCase())) continue;
    const position = kind === 'path' ? names.indexOf(name) : -1;
    found.set(`${kind}:${position >= 0 ? position : kind === 'header' ? name.toLowerCase() : name}`, parameter);
  }
  return found;
}

function isRequired(parameter: Place): boolean {
  return get(parameter.value, 'required') === true || get(parameter.value, 'in') === 'path';
}

function reportAdded(comparison: Comparison, node: PairNode, target: Place, sent: Direction): void {
  const required = isRequired(target);
  const subject = subjectOf(target, sent);
  const message = `${subject} was added${required ? ' and is required' : ''}.`;
  const isPath = get(target.value, 'in') === 'path';
  const added = isPath ? 'request-path-parameter-added' : 'request-required-parameter-added';
  const inRequest = required ? added : 'request-optional-parameter-added';
  const rule = sent === 'request' ? inRequest : 'response-header-added';
  comparison.reportLone(node, { rule, direction: sent, base: null, target, message });
}

function reportRemoved(comparison: Comparison, node: PairNode, base: Place, sent: Direction): void {
  const isEarly = isPromisedUntilLater(comparison, base.value);
  const inRequest = isEarly ? 'request-parameter-removed-before-sunset' : 'request-parameter-removed';
  const inResponse = isRequired(base) ? 'response-required-header-removed' : 'response-optional-header-removed';
  const message = `${subjectOf(base, sent)} was removed${isEarly ? ' before the day that was announced' : ''}.`;
  const rule = sent === 'request' ? inRequest : inResponse;
  comparison.reportLone(node, { rule, direction: sent, base, target: null, message });
}

function reportMoved(comparison: Comparison, node: PairNode, base: Place, target: Place, sent: Direction): void {
  const to = textOf(get(target.value, 'in'));
  const message = `${subjectOf(base, sent)} is now expected in the ${to}.`;
  const rule = sent === 'request' ? 'request-parameter-moved' : 'response-parameter-moved';
  comparison.reportLone(node, { rule, direction: sent, base, target, message });
}

function comparePair(comparison: Comparison, parent: PairNode, base: Place, target: Place, sent: Direction): void {
  const { node, isNew } = comparison.pair(parent, `parameter ${sent}`, base, target);
  if (!isNew) return;
  const report = comparison.reporter(node, sent, base, target);
  const [wasRequired, nowRequired] = [isRequired(base), isRequired(target)];
  if (!wasRequired && nowRequired)
    report(
      sent === 'request' ? 'request-parameter-became-required' : 'response-header-became-required',
      'became required.',
    );
  if (wasRequired && !nowRequired)
    report(
      sent === 'request' ? 'request-parameter-became-optional' : 'response-header-became-optional',
      'became optional.',
    );
  compareSpelling(comparison, report, base, target, sent);
  compareDeprecation(comparison, node, base, target, 'parameter', sent);
  compareStability(comparison, node, base, target, 'parameter', sent);
  compareParameterSchema(comparison, node, base, target, sent);
}

/** How the value is written into the request. */
function compareSpelling(
  comparison: Comparison,
  report: ReturnType<Comparison['reporter']>,
  base: Place,
  target: Place,
  sent: Direction,
): void {
  const [was, is] = [spellingOf(base), spellingOf(target)];
  // A single value is written alike whether or not lists are taken apart.
  const isSingle = isScalar(comparison.base, base) && isScalar(comparison.target, target);
  for (const field of ['style', 'explode', 'allowReserved'] as const)
    if (was[field] !== is[field] && !(field === 'explode' && isSingle))
      report(
        `${sent}-parameter-style-changed`,
        `has ${field} ${quoteValue(is[field])} instead of ${quoteValue(was[field])}.`,
      );
  if (was.allowEmptyValue && !is.allowEmptyValue && sent === 'request')
    report('request-parameter-empty-value-refused', 'may no longer be empty.');
}

function isScalar(side: ComparedSide, parameter: Place): boolean {
  const schema = parameter.child('schema');
  const types = schema === null ? null : side.views.of([schema]).types;
  return types !== null && !types.has('array') && !types.has('object');
}

function spellingOf({ value }: Place) {
  const place = textOf(get(value, 'in'));
  const style = textOf(get(value, 'style')) || (place === 'query' || place === 'cookie' ? 'form' : 'simple');
  return {
    style,
    explode: get(value, 'explode') ?? style === 'form',
    allowReserved: get(value, 'allowReserved') === true,
    allowEmptyValue: get(value, 'allowEmptyValue') === true,
  };
}

/** The schema of a parameter or header, which stands in it or in its one media type. */
export function compareParameterSchema(
  comparison: Comparison,
  node: PairNode,
  base: Place,
  target: Place,
  direction: Direction,
): void {
  const hasContent = mediaTypesOf(base).length > 0 || mediaTypesOf(target).length > 0;
  if (hasContent) return compareContents(comparison, node, { base, target, direction });
  const [was, is] = [base.child('schema'), target.child('schema')];
  compareDefault(comparison, node, was, is, direction);
  comparison.schemas(node, was === null ? [] : [was], is === null ? [] : [is], direction, 'parameter');
}

/** What the server takes where the parameter is left out. */
function compareDefault(
  comparison: Comparison,
  node: PairNode,
  base: Place | null,
  target: Place | null,
  direction: Direction,
): void {
  if (base === null || target === null || direction === 'response') return;
  const value = (side: SpecSide, schema: Place) => get(side.resolve(schema)?.value, 'default');
  const [was, is] = [value(comparison.base, base), value(comparison.target, target)];
  if (was === is || (was !== undefined && is !== undefined && stable(was) === stable(is))) return;
  const report = comparison.reporter(node, direction, base, target);
  if (was === undefined) report('request-parameter-default-added', `now has the default ${quoteValue(is)}.`);
  else if (is === undefined)
    report('request-parameter-default-removed', `no longer has the default ${quoteValue(was)}.`);
  else report('request-parameter-default-changed', `has the default ${quoteValue(is)} instead of ${quoteValue(was)}.`);
}
