import { get } from '../json.js';
import { compareContents } from './compare-contents.js';
import { compareParameterSchema } from './compare-parameters.js';
import type { Comparison } from './comparison.js';
import { subjectOf } from './describe-place.js';
import type { PairNode } from './pair-node.js';
import { childrenOf, type Place } from './place.js';
import { quote } from './quote.js';
import type { Direction } from './spec-change.js';
import type { SpecSide } from './spec-side.js';

/** Compares responses by status. A status that is gone may be spoken of by its range (`2XX`), an error by `default`. */
export function compareResponses(
  comparison: Comparison,
  node: PairNode,
  base: Place,
  target: Place,
  answered: Direction,
): void {
  const before = responsesOf(comparison.base, base);
  const after = responsesOf(comparison.target, target);
  for (const [status, response] of before) {
    const found =
      after.get(status) ?? after.get(`${status.charAt(0)}XX`) ?? (isSuccess(status) ? undefined : after.get('DEFAULT'));
    if (found !== undefined) compareResponse(comparison, node, response, found, answered);
    else
      comparison.reportLone(node, {
        rule: isSuccess(status) ? `${answered}-success-status-removed` : `${answered}-error-status-removed`,
        direction: answered,
        base: response,
        target: null,
        message: `The response ${quote(status)} was removed.`,
      });
  }
  for (const [status, response] of after) {
    if (before.has(status) || before.has(`${status.charAt(0)}XX`)) continue;
    comparison.reportLone(node, {
      rule: isSuccess(status) ? `${answered}-success-status-added` : `${answered}-error-status-added`,
      direction: answered,
      base: null,
      target: response,
      message: `The response ${quote(status)} was added.`,
    });
  }
}

function responsesOf(side: SpecSide, operation: Place): Map<string, Place> {
  const found = new Map<string, Place>();
  for (const raw of childrenOf(operation, 'responses')) {
    const response = raw.token.startsWith('x-') ? null : side.resolve(raw);
    if (response !== null) found.set(raw.token.toUpperCase(), response);
  }
  return found;
}

function isSuccess(status: string): boolean {
  return /^[123]/.test(status);
}

function compareResponse(
  comparison: Comparison,
  parent: PairNode,
  base: Place,
  target: Place,
  answered: Direction,
): void {
  const { node, isNew } = comparison.pair(parent, `response ${answered}`, base, target);
  if (!isNew) return;
  compareHeaders(comparison, node, base, target, answered);
  compareContents(comparison, node, { base, target, direction: answered });
}

function compareHeaders(comparison: Comparison, node: PairNode, base: Place, target: Place, answered: Direction): void {
  const before = headersOf(comparison.base, base);
  const after = headersOf(comparison.target, target);
  for (const [name, header] of before) {
    const found = after.get(name);
    if (found !== undefined) compareHeader(comparison, node, header, found, answered);
    else {
      const message = `${subjectOf(header, answered)} was removed.`;
      const rule = `${answered}-${isRequired(header) ? 'required' : 'optional'}-header-removed` as const;
      comparison.reportLone(node, { rule, direction: answered, base: header, target: null, message });
    }
  }
  for (const [name, header] of after) {
    if (before.has(name)) continue;
    const message = `${subjectOf(header, answered)} was added.`;
    const rule =
      answered === 'request' && isRequired(header)
        ? 'request-required-header-added'
        : (`${answered}-header-added` as const);
    comparison.reportLone(node, { rule, direction: answered, base: null, target: header, message });
  }
}

function headersOf(side: SpecSide, response: Place): Map<string, Place> {
  const found = new Map<string, Place>();
  for (const raw of childrenOf(response, 'headers')) {
    const header = side.resolve(raw);
    if (header !== null && raw.token.toLowerCase() !== 'content-type') found.set(raw.token.toLowerCase(), header);
  }
  return found;
}

function isRequired(header: Place): boolean {
  return get(header.value, 'required') === true;
}

function compareHeader(
  comparison: Comparison,
  parent: PairNode,
  base: Place,
  target: Place,
  answered: Direction,
): void {
  const { node, isNew } = comparison.pair(parent, `header ${answered}`, base, target);
  if (!isNew) return;
  const report = comparison.reporter(node, answered, base, target);
  if (isRequired(base) && !isRequired(target))
    report(`${answered}-header-became-optional`, 'is no longer always sent.');
  if (!isRequired(base) && isRequired(target)) report(`${answered}-header-became-required`, 'is now always sent.');
  compareParameterSchema(comparison, node, base, target, answered);
}
