import { fieldDifferences, harmlessText } from '#gateway';
import { FIELDS_BYTES, FIELDS_KEPT, VALUE_LENGTH } from './sweep-limits.js';
import { clipped } from './sweep-tally.js';

/** One field that does not stand as we left it; values are JSON texts, null where the field is not there. */
export interface DriftField {
  path: string;
  wished: string | null;
  found: string | null;
}

/** As many of the fields as are kept, and how many more differ. */
export interface DriftFields {
  fields: DriftField[];
  moreFields: number;
}

/** How what stands on a gateway differs from what it answered to our last push. Both without secrets. */
export function driftFields(answered: string, found: Record<string, unknown>): DriftFields {
  const differing = fieldDifferences(JSON.parse(answered), found);
  const fields: DriftField[] = [];
  let bytes = 0;
  for (const { path, wished, found } of differing.slice(0, FIELDS_KEPT)) {
    const field = { path: clipped(path), wished: shown(wished), found: shown(found) };
    bytes += Buffer.byteLength(JSON.stringify(field));
    if (bytes > FIELDS_BYTES) break;
    fields.push(field);
  }
  return { fields, moreFields: differing.length - fields.length };
}

function shown(json: string | null): string | null {
  return json === null ? null : harmlessText(json, VALUE_LENGTH) + (json.length > VALUE_LENGTH ? '…' : '');
}
