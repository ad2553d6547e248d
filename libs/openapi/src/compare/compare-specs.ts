import { readLine } from '../read-head.js';
import { parseDocument } from '../parse-document.js';
import { upgradeV2 } from '../upgrade-v2.js';
import { compareDocuments } from './compare-documents.js';
import { ComparedSide, Comparison } from './comparison.js';
import { FingerprintTable } from './fingerprints.js';
import type { SpecComparison } from './spec-change.js';

/**
 * Compares two OpenAPI documents, 2.0, 3.0 or 3.1, in the calling thread: large ones block it for seconds, so servers
 * do it in a process of its own. `today` decides whether an announced day is over. Throws SpecFault and nothing else.
 */
export function compareSpecs(base: Uint8Array, target: Uint8Array, today = new Date()): SpecComparison {
  const table = new FingerprintTable();
  const [was, is] = [base, target].map((bytes) => sideOf(bytes, table)) as [ComparedSide, ComparedSide];
  return compareDocuments(new Comparison(was, is, today.toISOString().slice(0, 10)));
}

function sideOf(bytes: Uint8Array, table: FingerprintTable): ComparedSide {
  const { line, root } = readLine(parseDocument(bytes).root);
  if (line !== '2.0') return new ComparedSide(root, line === '3.1', table);
  const upgraded = upgradeV2(root);
  return new ComparedSide(upgraded.root, false, table, upgraded.origins);
}
