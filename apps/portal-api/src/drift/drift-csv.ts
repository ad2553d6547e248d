import type { DriftDto } from '#contract';
import { toCsv } from '../http/to-csv.js';

const HEAD = [
  'kind',
  'object_id',
  'name',
  'finding',
  'belongs_to',
  'path',
  'wished',
  'found',
  'found_at',
  'ignored_at',
];

/** The findings as CSV: one line for each field, or one for a finding without fields. */
export function driftCsv(findings: DriftDto[]): string {
  const lines = findings.flatMap((finding) => {
    const { kind, objectId, name, belongsTo, foundAt, ignoredAt } = finding;
    const fields = finding.fields.length > 0 ? finding.fields : [{ path: '', wished: null, found: null }];
    return fields.map(({ path, wished, found }) => [
      ...[kind, objectId, name, finding.finding, belongsTo, path],
      ...[wished ?? '', found ?? '', foundAt, ignoredAt ?? ''],
    ]);
  });
  return toCsv(HEAD, lines);
}
