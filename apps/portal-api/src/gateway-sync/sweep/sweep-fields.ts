import { fieldDifferences, harmlessText } from '#gateway';
import { FIELDS_KEPT, VALUE_LENGTH } from './sweep-limits.js';
import { clipped } from './sweep-tally.js';

/** One field that does not stand as we left it; values are JSON texts, null where the field is not there. */
export interface DriftField {
  path: string;
  wished: string | null;
  found: string | null;
}

/** How what stands on a gateway differs from what it answered to our last push. Both without secrets. */
export function driftFields(answered: string, found: Record<string, unknown>): DriftField[] {
  return fieldDifferences(JSON.parse(answered), found)
    .slice(0, FIELDS_KEPT)
    .map(({ path, wished, found }) => ({ path: clipped(path), wished: shown(wished), found: shown(found) }));
}

function shown(json: string | null): string | null {
  return json === null ? null : harmlessText(json, VALUE_LENGTH) + (json.length > VALUE_LENGTH ? '…' : '');
}
