import type { Comparison, SchemaTask } from '../comparison.js';
import { compareDeprecation, compareStability } from '../compare-lifecycle.js';
import { compareArrays } from './compare-arrays.js';
import { compareBounds } from './compare-bounds.js';
import { compareConditions } from './compare-conditions.js';
import { compareDiscriminators } from './compare-discriminators.js';
import { compareOtherKeywords } from './compare-other-keywords.js';
import { compareProperties } from './compare-properties.js';
import { compareTexts } from './compare-texts.js';
import { compareTypes } from './compare-types.js';
import { compareUnions } from './compare-unions.js';
import { compareValues } from './compare-values.js';
import { SchemaPair } from './schema-pair.js';

/** Compares two schemas by what they allow. What stands in them waits for its own turn. */
export function compareSchemaPair(comparison: Comparison, task: SchemaTask): void {
  const pair = new SchemaPair(comparison, task);
  compareReferences(pair);
  if (compareUnions(pair) === 'done' || compareTypes(pair) === 'nothing in common') return;
  compareValues(pair);
  compareBounds(pair);
  compareTexts(pair);
  compareProperties(pair);
  compareArrays(pair);
  compareConditions(pair);
  compareDiscriminators(pair);
  compareOtherKeywords(pair);
  const [base, target] = [markedPlace(pair, 'base'), markedPlace(pair, 'target')];
  if (base === null || target === null) return;
  compareDeprecation(comparison, pair.node, base, target, 'property', pair.direction);
  compareStability(comparison, pair.node, base, target, 'property', pair.direction);
}

/** A reference that cannot be followed may lead to anything, so another one may be another thing. */
function compareReferences(pair: SchemaPair): void {
  const [was, is] = [pair.base.openRefs, pair.target.openRefs].map((refs) => [...refs].sort().join('\0'));
  if (was !== is) pair.report(`${pair.direction}-reference-changed`, 'refers to something that cannot be compared.');
}

function markedPlace(pair: SchemaPair, side: 'base' | 'target') {
  const { atoms } = pair[side];
  const isMarked = ({ value }: (typeof atoms)[number]) =>
    ['deprecated', 'x-stability-level'].some((key) => Object.hasOwn(value as object, key));
  return atoms.find(isMarked) ?? atoms[0] ?? null;
}
