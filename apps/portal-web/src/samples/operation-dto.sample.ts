import type { OperationSummaryDto } from '#contract';

const operationSummary = (
  method: string,
  path: string,
  summary: string,
  over: Partial<OperationSummaryDto> = {},
): OperationSummaryDto => ({ method, path, summary, operationId: null, tags: ['Orders'], deprecated: false, ...over });

export const operations: OperationSummaryDto[] = [
  operationSummary('GET', '/orders', 'List orders'),
  operationSummary('POST', '/orders', 'Place an order'),
  operationSummary('GET', '/orders/{orderId}', 'Read one order'),
  operationSummary('PATCH', '/orders/{orderId}', 'Change an order'),
  operationSummary('GET', '/returns/{returnId}', '', {
    tags: ['Returns'],
    deprecated: true,
    operationId: 'readReturn',
  }),
];

export const curl = `curl -X PATCH 'https://api.example.com/orders/v2/orders/8412' \\\n  -H 'apikey: YOUR_KEY'`;
