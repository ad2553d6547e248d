/** Whether a caller names CSV first in its Accept header. */
export function prefersCsv(accept: string | undefined): boolean {
  return accept?.split(',', 1)[0]?.split(';', 1)[0]?.trim().toLowerCase() === 'text/csv';
}
