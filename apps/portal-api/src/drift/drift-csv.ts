import type { DriftDto } from '#contract';

export const DRIFT_CSV_HEAD = [
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

/** One row for each field of a finding, or one for a finding without fields. */
export function driftCsvRows(drift: DriftDto): string[][] {
  const { kind, objectId, name, finding, belongsTo, foundAt, ignoredAt } = drift;
  const fields = drift.fields.length > 0 ? drift.fields : [{ path: '', wished: null, found: null }];
  return fields.map(({ path, wished, found }) => [
    ...[kind, objectId, name, finding, belongsTo, path],
    ...[wished ?? '', found ?? '', foundAt, ignoredAt ?? ''],
  ]);
}
