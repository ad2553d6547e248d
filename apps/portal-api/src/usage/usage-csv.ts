import type { UsageDto } from '#contract';

/** The points as CSV (RFC 4180). Only times and counts stand in it, so there is nothing that a spreadsheet could run. */
export function usageCsv({ points }: UsageDto): string {
  const lines = points.map(({ start, success, clientError, unauthorised, limited, serverError }) =>
    [start, success, clientError, unauthorised, limited, serverError].join(),
  );
  return ['start,success,client_error,unauthorised,limited,server_error', ...lines, ''].join('\r\n');
}
