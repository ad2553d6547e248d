import type { DriftDto } from '#contract';

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

/** The findings as CSV (RFC 4180): one line for each field, or one for a finding without fields. */
export function driftCsv(findings: DriftDto[]): string {
  const lines = findings.flatMap((finding) => {
    const { kind, objectId, name, belongsTo, foundAt, ignoredAt } = finding;
    const fields = finding.fields.length > 0 ? finding.fields : [{ path: '', wished: null, found: null }];
    return fields.map(({ path, wished, found }) => [
      ...[kind, objectId, name, finding.finding, belongsTo, path],
      ...[wished ?? '', found ?? '', foundAt, ignoredAt ?? ''],
    ]);
  });
  return [HEAD, ...lines].map((cells) => cells.map(cell).join() + '\r\n').join('');
}

/** Quoted always. What a spreadsheet would run as a formula gets an apostrophe: people on the gateway wrote it. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
