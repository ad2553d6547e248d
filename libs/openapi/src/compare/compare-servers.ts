import { get, textOf } from '../json.js';
import type { Comparison } from './comparison.js';
import type { OperationSite } from './operation-sites.js';
import type { PairNode } from './pair-node.js';
import { childrenOf, Place } from './place.js';
import { quote } from './quote.js';
import type { SpecSide } from './spec-side.js';

const NONE: Place = new Place([]);

/** Compares the addresses at which an operation answers. Who has an old one stored may go on with it or not. */
export function compareServers(
  comparison: Comparison,
  parent: PairNode,
  base: OperationSite,
  target: OperationSite,
): void {
  const was = serversOf(comparison.base, base);
  const is = serversOf(comparison.target, target);
  const { node, isNew } = comparison.pair(parent, 'servers', was, is);
  if (!isNew) return;
  const before = new Map(was.children().map((server) => [urlOf(server), server]));
  const after = new Map(is.children().map((server) => [urlOf(server), server]));
  for (const [url, server] of before)
    if (!after.has(url))
      comparison.report(node, {
        rule: 'server-removed',
        direction: null,
        base: server,
        target: null,
        message: `The server ${quote(url)} is no longer named.`,
      });
  for (const [url, server] of after)
    if (!before.has(url))
      comparison.report(node, {
        rule: 'server-added',
        direction: null,
        base: null,
        target: server,
        message: `The server ${quote(url)} was added.`,
      });
}

function serversOf(side: SpecSide, site: OperationSite): Place {
  const own = [site.place, site.item, side.root].find((place) => childrenOf(place, 'servers').length > 0);
  return own?.child('servers') ?? NONE;
}

/** With the default of each variable filled in. */
function urlOf(server: Place): string {
  const variables = get(server.value, 'variables');
  return textOf(get(server.value, 'url'))
    .replace(/\{([^{}]{1,100})\}/g, (whole, name: string) => textOf(get(get(variables, name), 'default')) || whole)
    .replace(/\/+$/, '');
}
