import { get, textOf } from '../json.js';
import { compareContents } from './compare-contents.js';
import { compareDeprecation, compareStability } from './compare-lifecycle.js';
import { compareParameters } from './compare-parameters.js';
import { compareResponses } from './compare-responses.js';
import type { Comparison } from './comparison.js';
import { subjectOf } from './describe-place.js';
import { matchOperations, type OperationSite, operationsIn } from './operation-sites.js';
import type { PairNode } from './pair-node.js';
import { childrenOf, type Place } from './place.js';
import { quote, quoteValue } from './quote.js';
import type { Direction } from './spec-change.js';
import type { SpecSide } from './spec-side.js';

const NO_PREFIX = { base: '', target: '' };

/** Compares what two operations exchange. `sent` is what the consumer of the API does with the request. */
export function compareOperation(
  comparison: Comparison,
  node: PairNode,
  base: OperationSite,
  target: OperationSite,
  sent: Direction,
): void {
  if (comparison.unchanged.operation(base, target)) return;
  const answered = sent === 'request' ? 'response' : 'request';
  compareName(comparison, node, base.place, target.place);
  compareDeprecation(comparison, node, base.place, target.place, 'operation', null);
  compareStability(comparison, node, base.place, target.place, 'operation', null);
  compareParameters(comparison, node, base, target, sent);
  compareBody(comparison, node, base.place, target.place, sent);
  compareResponses(comparison, node, base.place, target.place, answered);
  compareCallbacks(comparison, node, base.place, target.place, answered);
}

function compareName(comparison: Comparison, node: PairNode, base: Place, target: Place): void {
  const [was, is] = [textOf(get(base.value, 'operationId')), textOf(get(target.value, 'operationId'))];
  if (was === is || was === '' || is === '') return;
  comparison.report(node, {
    rule: 'operation-id-changed',
    direction: null,
    base: base.child('operationId'),
    target: target.child('operationId'),
    message: `The operation is now named ${quoteValue(is)} instead of ${quoteValue(was)}: generated clients name their methods by it.`,
  });
}

function compareBody(comparison: Comparison, parent: PairNode, base: Place, target: Place, sent: Direction): void {
  const was = bodyOf(comparison.base, base);
  const is = bodyOf(comparison.target, target);
  if (was === null && is !== null) {
    const rule = isRequired(is) ? (`${sent}-required-body-added` as const) : (`${sent}-optional-body-added` as const);
    const message = `${subjectOf(is, sent)} was added${isRequired(is) ? ' and is required' : ''}.`;
    comparison.reportLone(parent, { rule, direction: sent, base: null, target: is, message });
  }
  if (was !== null && is === null) {
    const message = `${subjectOf(was, sent)} was removed.`;
    comparison.reportLone(parent, { rule: `${sent}-body-removed`, direction: sent, base: was, target: null, message });
  }
  if (was === null || is === null) return;
  const { node, isNew } = comparison.pair(parent, `body ${sent}`, was, is);
  if (!isNew) return;
  const report = comparison.reporter(node, sent, was, is);
  if (!isRequired(was) && isRequired(is)) report(`${sent}-body-became-required`, 'became required.');
  if (isRequired(was) && !isRequired(is)) report(`${sent}-body-became-optional`, 'became optional.');
  compareContents(comparison, node, { base: was, target: is, direction: sent });
}

function bodyOf(side: SpecSide, operation: Place): Place | null {
  const raw = operation.child('requestBody');
  const body = raw === null ? null : side.resolve(raw);
  return body !== null && childrenOf(body, 'content').length > 0 ? body : null;
}

function isRequired(body: Place): boolean {
  return get(body.value, 'required') === true;
}

/** What the API calls back with is what the consumer gets, so the directions turn around. */
function compareCallbacks(
  comparison: Comparison,
  node: PairNode,
  base: Place,
  target: Place,
  answered: Direction,
): void {
  const before = callbacksOf(comparison.base, base);
  const after = callbacksOf(comparison.target, target);
  const { pairs, removed, added } = matchOperations(before, after, NO_PREFIX);
  for (const pair of pairs) compareOperation(comparison, node, pair.base, pair.target, answered);
  for (const { place, method, path } of removed) {
    const message = `The callback ${quote(`${method} ${path}`)} was removed.`;
    comparison.reportLone(node, { rule: 'callback-removed', direction: answered, base: place, target: null, message });
  }
  for (const { place, method, path } of added) {
    const message = `The callback ${quote(`${method} ${path}`)} was added.`;
    comparison.reportLone(node, { rule: 'callback-added', direction: answered, base: null, target: place, message });
  }
}

/** Callbacks are known by name and expression. */
function callbacksOf(side: SpecSide, operation: Place): OperationSite[] {
  return childrenOf(operation, 'callbacks').flatMap((raw) => {
    const callback = side.resolve(raw);
    const sites = callback === null ? [] : operationsIn(side, callback.children());
    return sites.map((site) => ({ ...site, path: `${raw.token} ${site.path}` }));
  });
}
