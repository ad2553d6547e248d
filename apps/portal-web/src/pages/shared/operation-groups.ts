import type { OperationSummaryDto } from '#contract';
import { operationHref } from '../reference/addresses.js';

/** One operation in a list. */
export interface OperationLink {
  method: string;
  /** The service calls it. */
  isWebhook: boolean;
  path: string;
  summary: string;
  deprecated: boolean;
  href: string;
  current: boolean;
}

/** The operations of one tag; without a name, when there are no tags. */
export interface OperationGroup {
  name: string | undefined;
  operations: OperationLink[];
}

/** What a person calls the operation: its summary, or else what the document calls it. */
export function operationTitle(operation: Pick<OperationSummaryDto, 'summary' | 'operationId' | 'method' | 'path'>) {
  return operation.summary || operation.operationId || `${operation.method} ${operation.path}`;
}

/** What the operations without a tag stand under. */
export function tagTitle(name: string): string {
  return name === '' ? 'Without a tag' : name;
}

/** Groups by the first tag, in the order in which the tags first appear. */
export function operationGroups(
  slug: string,
  version: string,
  operations: OperationSummaryDto[],
  current?: Pick<OperationSummaryDto, 'method' | 'path'>,
): OperationGroup[] {
  const groups = new Map<string | undefined, OperationGroup>();
  for (const operation of operations) {
    const [name] = operation.tags;
    const group = groups.get(name) ?? { name, operations: [] };
    groups.set(name, group);
    const { method, path, deprecated } = operation;
    group.operations.push({
      method: method.split(' ').at(-1) ?? method,
      isWebhook: method.startsWith('WEBHOOK '),
      path,
      summary: operationTitle(operation),
      deprecated,
      href: operationHref(slug, version, method, path),
      current: current?.method === method && current.path === path,
    });
  }
  const untagged = groups.get(undefined);
  if (untagged !== undefined && groups.size > 1) untagged.name = tagTitle('');
  return [...groups.values()];
}
