import type { Alias, Document, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { MAX_ALIASED_VALUES } from './limits.js';
import { tooComplex } from './spec-fault.js';

type Yaml = typeof import('yaml');

/** What is merged is copied by each map that merges what it was merged into: a long chain of these is refused, too. */
const MERGED = 2;

interface Anchored {
  node: Scalar | YAMLMap | YAMLSeq;
  /** Values that it stands for, aliases written out; as long as it is not known, it contains itself. */
  values: number;
}

/**
 * Shows each alias of a document what it stands for, because the library looks through all anchors for each of them.
 * Throws SpecFault where aliases stand for more than MAX_ALIASED_VALUES, or for what they stand in. Takes linear time.
 */
export function linkAliases(document: Document, yaml: Yaml): void {
  const anchored = new Map<string, Anchored>();
  let aliased = 0;
  const link = (alias: Alias): number => {
    const { node, values } = anchored.get(alias.source) ?? { values: 0 };
    aliased += values;
    if (aliased > MAX_ALIASED_VALUES)
      throw tooComplex(
        `The aliases of this YAML document stand for more than ${MAX_ALIASED_VALUES.toLocaleString('en-US')} values.`,
      );
    const known = node === undefined ? [] : [node];
    alias.resolve = (root, context) =>
      context === undefined
        ? node
        : yaml.Alias.prototype.resolve.call(alias, root, { ...context, aliasResolveCache: known });
    return values;
  };
  const isMerge = (key: unknown): boolean => yaml.isScalar(key) && key.source === '<<';
  const walk = (node: unknown): number => {
    if (yaml.isAlias(node)) return link(node);
    if (yaml.isPair(node)) return walk(node.key) + walk(node.value) * (isMerge(node.key) ? MERGED : 1);
    if (!yaml.isScalar(node) && !yaml.isCollection(node)) return 0;
    const own: Anchored = { node, values: Infinity };
    if (node.anchor !== undefined) anchored.set(node.anchor, own);
    own.values = yaml.isCollection(node) ? node.items.reduce((sum: number, item) => sum + walk(item), 1) : 1;
    return own.values;
  };
  walk(document.contents);
}
