import type {
  ApplicationDto,
  ApplicationPageDto,
  CreateApplicationRequest,
  CredentialDto,
  CredentialListDto,
  EnvironmentDto,
  EnvironmentListDto,
  IssuedKeyDto,
  IssueKeyRequest,
  SubscribeRequest,
  SubscriptionDto,
  SubscriptionPageDto,
} from '#contract';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';

const listedApplications = 200;

/** @param cursor the page after which to go on */
export function readApplications(
  visitor: VisitorApi,
  cursor = '',
  limit = listedApplications,
): Promise<ApplicationPageDto> {
  return visitor.call({ path: '/v1/applications', query: { cursor, limit } });
}

export function readApplication(visitor: VisitorApi, id: string): Promise<ApplicationDto> {
  return visitor.call({ path: apiPath('applications', id) });
}

/** @param once makes a form that is sent twice create once */
export function createApplication(visitor: VisitorApi, body: CreateApplicationRequest, once: string) {
  const idempotencyKey = `${once}-application`;
  return visitor.call<ApplicationDto>({ method: 'POST', path: '/v1/applications', body, idempotencyKey });
}

export async function readKeys(visitor: VisitorApi, applicationId: string): Promise<CredentialDto[]> {
  const path = apiPath('applications', applicationId, 'credentials');
  return (await visitor.call<CredentialListDto>({ path })).items;
}

export function readKey(visitor: VisitorApi, applicationId: string, id: string): Promise<CredentialDto> {
  return visitor.call({ path: apiPath('applications', applicationId, 'credentials', id) });
}

/** @param once makes a form that is sent twice issue one key; the second answer has no key in it */
export function issueKey(visitor: VisitorApi, applicationId: string, body: IssueKeyRequest, once: string) {
  const path = apiPath('applications', applicationId, 'credentials');
  return visitor.call<IssuedKeyDto>({ method: 'POST', path, body, idempotencyKey: `${once}-key` });
}

export async function readSubscriptions(visitor: VisitorApi, applicationId: string): Promise<SubscriptionDto[]> {
  const path = apiPath('applications', applicationId, 'subscriptions');
  return (await visitor.call<SubscriptionPageDto>({ path, query: { limit: 200 } })).items;
}

/** @param once makes a form that is sent twice subscribe once */
export function subscribe(visitor: VisitorApi, applicationId: string, body: SubscribeRequest, once: string) {
  const path = apiPath('applications', applicationId, 'subscriptions');
  return visitor.call<SubscriptionDto>({ method: 'POST', path, body, idempotencyKey: `${once}-subscription` });
}

export async function readEnvironments(visitor: VisitorApi): Promise<EnvironmentDto[]> {
  return (await visitor.call<EnvironmentListDto>({ path: '/v1/environments' })).items;
}
