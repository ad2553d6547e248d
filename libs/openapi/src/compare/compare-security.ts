import { get, textOf, textsOf } from '../json.js';
import type { Comparison } from './comparison.js';
import { stable } from './fingerprints.js';
import type { OperationSite } from './operation-sites.js';
import type { PairNode } from './pair-node.js';
import { childrenOf, Place } from './place.js';
import { quoteList } from './quote.js';
import type { SpecSide } from './spec-side.js';

/** One way to be let in: schemes with the scopes asked for, all of them together. A scheme that has another name in the other document is known by what it is. */
type Way = Map<string, ReadonlySet<string>>;

const OPEN: Place = new Place([{}]);

/** Compares who is let in. Each way that worked must still be enough. */
export function compareSecurity(
  comparison: Comparison,
  parent: PairNode,
  base: OperationSite,
  target: OperationSite,
): void {
  const was = securityOf(comparison.base, base);
  const is = securityOf(comparison.target, target);
  const { node, isNew } = comparison.pair(parent, 'security', was ?? OPEN, is ?? OPEN);
  if (!isNew) return;
  const { base: one, target: other } = comparison;
  const [before, after] = [waysOf(was, one, other), waysOf(is, other, one)];
  const named = { direction: 'request' as const, base: was, target: is };
  for (const way of before) {
    if (after.some((other) => isEnough(way, other))) continue;
    const message =
      way.size === 0
        ? `It can no longer be called without ${after.map(nameOf).join(' or ')}.`
        : `${nameOf(way)} is no longer enough: ${after.map(nameOf).join(' or ')} is asked for.`;
    const rule =
      way.size === 0
        ? 'security-added'
        : after.some((other) => sharesSchemes(way, other))
          ? 'security-scope-added'
          : 'security-tightened';
    comparison.report(node, { rule, ...named, message });
  }
  for (const way of after) {
    if (before.some((known) => isEnough(way, known))) continue;
    const isLess = before.some((known) => isEnough(known, way));
    const rule = isLess ? 'security-loosened' : 'security-alternative-added';
    comparison.report(node, {
      rule,
      ...named,
      message: `With ${nameOf(way)} it can now be called${isLess ? '' : ', too'}.`,
    });
  }
  compareSchemes(comparison, node, before, after);
}

function securityOf(side: SpecSide, site: OperationSite): Place | null {
  return site.place.child('security') ?? side.root.child('security');
}

function waysOf(security: Place | null, own: SpecSide, other: SpecSide): Way[] {
  const ways = (security?.children() ?? []).map(
    (way) =>
      new Map(way.children().map((scheme) => [knownAs(scheme.token, own, other), new Set(textsOf(scheme.value))])),
  );
  return ways.length === 0 ? [new Map()] : ways;
}

/** The name of a scheme; where the other document does not know the name, but has the same scheme, the name there. */
function knownAs(name: string, own: SpecSide, other: SpecSide): string {
  const scheme = schemeOf(own, name);
  if (scheme === null || schemeOf(other, name) !== null) return name;
  const same = childrenOf(other.root.child('components'), 'securitySchemes').find(
    ({ token }) => schemeOf(own, token) === null && stable(kindOf(schemeOf(other, token))) === stable(kindOf(scheme)),
  );
  // Both documents must come to the same name, so the lesser one is taken.
  return same !== undefined && same.token < name ? same.token : name;
}

/** Whether who is let in one way is let in the other way, too. */
function isEnough(has: Way, asked: Way): boolean {
  return [...asked].every(([scheme, scopes]) => {
    const held = has.get(scheme);
    return held !== undefined && [...scopes].every((scope) => held.has(scope));
  });
}

function sharesSchemes(one: Way, other: Way): boolean {
  return one.size === other.size && [...one.keys()].every((scheme) => other.has(scheme));
}

function nameOf(way: Way): string {
  if (way.size === 0) return 'no credential';
  const names = [...way].map(([scheme, scopes]) =>
    scopes.size === 0 ? scheme : `${scheme} (${[...scopes].join(' ')})`,
  );
  return quoteList(names);
}

/** The schemes that both documents ask for, each once. */
function compareSchemes(comparison: Comparison, parent: PairNode, before: readonly Way[], after: readonly Way[]): void {
  const still = new Set(after.flatMap((way) => [...way.keys()]));
  for (const name of new Set(before.flatMap((way) => [...way.keys()]))) {
    const base = schemeOf(comparison.base, name);
    const target = schemeOf(comparison.target, name);
    if (!still.has(name) || base === null || target === null) continue;
    const { node, isNew } = comparison.pair(parent, 'scheme', base, target);
    if (!isNew) continue;
    const report = comparison.reporter(node, 'request', base, target);
    if (stable(kindOf(base)) !== stable(kindOf(target)))
      report(
        'security-scheme-changed',
        `is now ${quoteList(kindOf(target).filter(Boolean))} instead of ${quoteList(kindOf(base).filter(Boolean))}.`,
      );
    compareFlows(report, base, target);
  }
}

function kindOf(scheme: Place | null): string[] {
  return ['type', 'in', 'name', 'scheme'].map((key) => textOf(get(scheme?.value, key)).toLowerCase());
}

function compareFlows(report: ReturnType<Comparison['reporter']>, base: Place, target: Place): void {
  const flows = new Map(childrenOf(target, 'flows').map((flow) => [flow.token, flow]));
  for (const flow of childrenOf(base, 'flows')) {
    const now = flows.get(flow.token);
    if (now === undefined) {
      if (!flow.token.startsWith('x-'))
        report('security-flow-removed', `no longer offers the flow ${quoteList([flow.token])}.`);
      continue;
    }
    for (const key of ['authorizationUrl', 'tokenUrl', 'refreshUrl'])
      if (textOf(get(flow.value, key)) !== textOf(get(now.value, key)))
        report('security-url-changed', `has another ${key} for the flow ${quoteList([flow.token])}.`);
    const scopes = new Set(childrenOf(now, 'scopes').map((scope) => scope.token));
    const gone = childrenOf(flow, 'scopes').filter((scope) => !scopes.has(scope.token));
    if (gone.length > 0)
      report('security-scope-removed', `no longer knows ${quoteList(gone.map((scope) => scope.token))}.`);
  }
}

function schemeOf(side: SpecSide, name: string): Place | null {
  const raw = side.root.child('components')?.child('securitySchemes')?.child(name) ?? null;
  return raw === null ? null : side.resolve(raw);
}
