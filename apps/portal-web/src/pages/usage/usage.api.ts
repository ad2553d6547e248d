import type { UsageDto } from '#contract';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import type { Download } from '../../api-client/portal-api.js';

export function readApplicationUsage(visitor: VisitorApi, id: string, range: string): Promise<UsageDto> {
  return visitor.call({ path: apiPath('applications', id, 'usage'), query: { range } });
}

export function downloadApplicationUsage(visitor: VisitorApi, id: string, range: string): Promise<Download> {
  return visitor.download({ path: apiPath('applications', id, 'usage'), query: { range, format: 'csv' } });
}
