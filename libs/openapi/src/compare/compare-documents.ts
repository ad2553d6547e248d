import { get } from '../json.js';
import { compareOperation } from './compare-operation.js';
import { compareSchemaPair } from './schema/compare-schema-pair.js';
import { compareSecurity } from './compare-security.js';
import { compareServers } from './compare-servers.js';
import { dayIsOver } from './compare-lifecycle.js';
import type { ComparedSide, Comparison } from './comparison.js';
import {
  matchOperations,
  type MatchedOperations,
  type OperationSite,
  operationsIn,
  serverPath,
  withoutNames,
} from './operation-sites.js';
import { PairNode } from './pair-node.js';
import { childrenOf } from './place.js';
import { quote } from './quote.js';
import type { OperationRef, SpecComparison } from './spec-change.js';

/** Compares all operations and webhooks of two documents, and whatever they lead to. */
export function compareDocuments(comparison: Comparison): SpecComparison {
  const { base, target } = comparison;
  const operations = new Map<PairNode, OperationRef>();
  const prefixes = { base: serverPath(base.root), target: serverPath(target.root) };
  const matched = matchOperations(pathOperations(base), pathOperations(target), prefixes);
  const nodes = matched.pairs.map((pair) => {
    const node = enter(operations, refOf(pair.target, pair.base));
    compareOperation(comparison, node, pair.base, pair.target, 'request');
    compareSecurity(comparison, node, pair.base, pair.target);
    compareServers(comparison, node, pair.base, pair.target);
    return node;
  });
  reportLoneOperations(comparison, operations, matched);
  compareWebhooks(comparison, operations);
  for (let task = comparison.nextTask(); task !== undefined; task = comparison.nextTask())
    compareSchemaPair(comparison, task);
  const { changedNodes, ...attached } = comparison.log.attach(operations, {
    base: (place) => base.pointerOf(place),
    target: (place) => target.pointerOf(place),
  });
  const operationsChanged = nodes.filter((node) => changedNodes.has(node)).length;
  return {
    ...attached,
    operationsAdded: matched.added.length,
    operationsRemoved: matched.removed.length,
    operationsChanged,
    operationsUnchanged: nodes.length - operationsChanged,
  };
}

function pathOperations(side: ComparedSide): OperationSite[] {
  return operationsIn(side, childrenOf(side.root, 'paths'));
}

function enter(operations: Map<PairNode, OperationRef>, ref: OperationRef): PairNode {
  const node = new PairNode();
  operations.set(node, ref);
  return node;
}

function refOf({ method, path }: OperationSite, base?: OperationSite): OperationRef {
  const isElsewhere = base !== undefined && withoutNames(base.path) !== withoutNames(path);
  return isElsewhere ? { method, path, basePath: base.path } : { method, path };
}

function webhookRefOf({ method, path }: OperationSite): OperationRef {
  return { method, path, isWebhook: true };
}

function reportLoneOperations(
  comparison: Comparison,
  operations: Map<PairNode, OperationRef>,
  { removed, added }: MatchedOperations,
): void {
  for (const site of removed) {
    const isAnnounced = get(site.place.value, 'deprecated') === true && dayIsOver(comparison, site.place.value);
    comparison.report(enter(operations, refOf(site)), {
      rule: isAnnounced ? 'operation-removed-after-sunset' : 'operation-removed',
      direction: null,
      base: site.place,
      target: null,
      message: `${quote(`${site.method} ${site.path}`)} was removed${isAnnounced ? ' after the day that was announced' : ''}.`,
    });
  }
  for (const site of added)
    comparison.report(enter(operations, refOf(site)), {
      rule: 'operation-added',
      direction: null,
      base: null,
      target: site.place,
      message: `${quote(`${site.method} ${site.path}`)} was added.`,
    });
}

/** What the API sends by itself is what the consumer gets: the directions turn around. */
function compareWebhooks(comparison: Comparison, operations: Map<PairNode, OperationRef>): void {
  const { base, target } = comparison;
  const matched = matchOperations(webhooksOf(base), webhooksOf(target), { base: '', target: '' });
  for (const pair of matched.pairs)
    compareOperation(comparison, enter(operations, webhookRefOf(pair.target)), pair.base, pair.target, 'response');
  for (const site of matched.removed)
    comparison.report(enter(operations, webhookRefOf(site)), {
      rule: 'webhook-removed',
      direction: 'response',
      base: site.place,
      target: null,
      message: `The webhook ${quote(site.path)} was removed.`,
    });
  for (const site of matched.added)
    comparison.report(enter(operations, webhookRefOf(site)), {
      rule: 'webhook-added',
      direction: 'response',
      base: null,
      target: site.place,
      message: `The webhook ${quote(site.path)} was added.`,
    });
}

function webhooksOf(side: ComparedSide): OperationSite[] {
  return operationsIn(side, [...childrenOf(side.root, 'webhooks'), ...childrenOf(side.root, 'x-webhooks')]);
}
