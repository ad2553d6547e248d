import type {
  OperationPageDto,
  OperationSummaryDto,
  PlanListDto,
  ServiceDto,
  SubscriptionDto,
  SubscriptionPageDto,
  TimelineDto,
  VersionDto,
  VersionSummaryDto,
} from '#contract';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { readReferenceOperation } from '../reference/reference.api.js';

/** As many operations as a page lists at once; the API gives no more. */
export const maxListedOperations = 200;

export function readService(visitor: VisitorApi, slug: string): Promise<ServiceDto> {
  return visitor.call({ path: apiPath('services', slug) });
}

export async function readPlans(visitor: VisitorApi, slug: string): Promise<PlanListDto['items']> {
  const { items } = await visitor.call<PlanListDto>({ path: apiPath('services', slug, 'plans') });
  return items.filter(({ archivedAt }) => archivedAt === null);
}

export function readVersion(visitor: VisitorApi, slug: string, version: string): Promise<VersionDto> {
  return visitor.call({ path: apiPath('services', slug, 'versions', version) });
}

/** What happened to the version and what is planned. */
export function readTimeline(visitor: VisitorApi, slug: string, version: string): Promise<TimelineDto> {
  return visitor.call({ path: apiPath('services', slug, 'versions', version, 'timeline') });
}

export function readOperations(
  visitor: VisitorApi,
  slug: string,
  version: string,
  query: { query?: string; cursor?: string } = {},
): Promise<OperationPageDto> {
  const path = apiPath('services', slug, 'versions', version, 'operations');
  return visitor.call({ path, query: { ...query, limit: maxListedOperations } });
}

/** A call of the operation that works when pasted. */
export async function readFirstCall(
  visitor: VisitorApi,
  slug: string,
  version: string,
  operation: { method: string; path: string },
): Promise<string | undefined> {
  const { requests } = await readReferenceOperation(visitor, { slug, version }, operation);
  return requests[0]?.curl;
}

/** The subscriptions to a service of applications of the visitor's teams. */
export async function readMySubscriptions(visitor: VisitorApi, slug: string): Promise<SubscriptionDto[]> {
  const path = apiPath('services', slug, 'subscriptions');
  const { items } = await visitor.call<SubscriptionPageDto>({ path, query: { scope: 'mine', limit: 200 } });
  return items;
}

/** The version that a newcomer should use: the newest published one, or else the newest that can still be called. */
export function newestLive<T extends Pick<VersionSummaryDto, 'state'>>(versions: T[]): T | undefined {
  const newestFirst = versions.toReversed();
  return (
    newestFirst.find(({ state }) => state === 'published') ?? newestFirst.find(({ state }) => state === 'deprecated')
  );
}

/** The operation to show a first call with: a GET that needs nothing in its path. */
export function firstCallable(operations: OperationSummaryDto[]): OperationSummaryDto | undefined {
  return operations.find(({ method, path, deprecated }) => method === 'GET' && !path.includes('{') && !deprecated);
}
