import type { StreamableFile } from '@nestjs/common';
import type { LintFindingDto, LintQuery, LintReportDto } from '#contract';
import { csvDownload } from '../http/csv-download.js';
import { everyPage } from '../http/cursor.js';
import { toCsv } from '../http/to-csv.js';

const HEAD = ['severity', 'rule', 'file', 'line', 'column', 'pointer', 'message', 'advice'];

/** All findings that a query asks for, however many pages they are. */
export async function lintCsv(
  fileName: string,
  { rule, severity }: LintQuery,
  read: (query: LintQuery) => Promise<LintReportDto>,
): Promise<StreamableFile> {
  // A refusal comes before the first byte.
  await read({ limit: 1 });
  const pages = everyPage((page) => read({ ...page, rule, severity }));
  return csvDownload(fileName, toCsv(HEAD, pages, rowsOf));
}

function rowsOf({ severity, rule, file, line, column, pointer, message, advice }: LintFindingDto): string[][] {
  return [[severity, rule, file, String(line), String(column), pointer, message, advice]];
}
