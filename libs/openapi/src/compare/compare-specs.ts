import { compareSpecsHere } from './compare-specs-here.js';
import type { SpecComparison } from './spec-change.js';

/** Compares two OpenAPI documents. Throws SpecFault and nothing else. */
export async function compareSpecs(base: Uint8Array, target: Uint8Array): Promise<SpecComparison> {
  return compareSpecsHere(base, target);
}
