import type { OperationSummaryDto } from '#contract';
import type { OperationSummaryRow } from './operation.store.js';

export function toSummary(row: OperationSummaryRow): OperationSummaryDto {
  const { method, path, operationId, summary, tags, deprecated } = row;
  return { method, path, operationId, summary, tags, deprecated };
}
