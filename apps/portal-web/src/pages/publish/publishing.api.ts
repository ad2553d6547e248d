import { createParamDecorator, ForbiddenException, UnauthorizedException, type ExecutionContext } from '@nestjs/common';
import type {
  AnnouncedDto,
  AnnounceRequest,
  CallerPageDto,
  CreatePlanRequest,
  CreateServiceRequest,
  CreateVersionRequest,
  DeploymentChoicesDto,
  DeployVersionRequest,
  EnvironmentListDto,
  GrantListDto,
  LintHistoryDto,
  LintReportDto,
  MeDto,
  OperationPageDto,
  PlanDto,
  PlanListDto,
  ProposalDto,
  PublishProposalRequest,
  ReviewDto,
  ServiceDto,
  ServicePageDto,
  SubscriptionPageDto,
  TeamPageDto,
  UpdatePlanRequest,
  UpdateServiceRequest,
  UpdateVersionRequest,
  UsageDto,
  VersionDto,
} from '#contract';
import type { FastifyRequest } from 'fastify';
import { apiPath } from '../../api-client/api-path.js';
import type { Download } from '../../api-client/portal-api.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import type { LintedDocument } from '../lint/lint.view.js';
import type { DocumentSource } from '../shared/document-form.js';

type Query = Record<string, string | number | undefined>;

/** A step in the life of a version. */
export type VersionMove = 'publish' | 'undeprecate' | 'retire';

const at = (...segments: string[]): string => apiPath('services', ...segments);

function lintPathOf(of: LintedDocument, slug: string, name: string): string {
  return at(slug, 'versions', name, ...(of === 'proposal' ? ['proposal'] : []), 'lint');
}

/** Everything that a provider team does with its services, in the name of one of its members. */
export class PublishingApi {
  constructor(private readonly api: VisitorApi) {}

  me(): Promise<MeDto> {
    return this.api.call({ path: '/v1/me' });
  }

  teams(): Promise<TeamPageDto> {
    return this.api.call({ path: '/v1/teams', query: { limit: 200 } });
  }

  environments(): Promise<EnvironmentListDto> {
    return this.api.call({ path: '/v1/environments' });
  }

  services(query: Query): Promise<ServicePageDto> {
    return this.api.call({ path: '/v1/services', query });
  }

  service(slug: string): Promise<ServiceDto> {
    return this.api.call({ path: at(slug) });
  }

  createService(body: CreateServiceRequest, idempotencyKey: string): Promise<ServiceDto> {
    return this.api.call({ method: 'POST', path: '/v1/services', body, idempotencyKey });
  }

  updateService(slug: string, ifMatch: string, body: UpdateServiceRequest): Promise<ServiceDto> {
    return this.api.call({ method: 'PATCH', path: at(slug), body, ifMatch });
  }

  grants(slug: string): Promise<GrantListDto> {
    return this.api.call({ path: at(slug, 'grants') });
  }

  putGrants(slug: string, teamSlugs: string[]): Promise<GrantListDto> {
    return this.api.call({ method: 'PUT', path: at(slug, 'grants'), body: { teamSlugs } });
  }

  subscriptions(slug: string, query: Query): Promise<SubscriptionPageDto> {
    return this.api.call({ path: at(slug, 'subscriptions'), query });
  }

  version(slug: string, name: string): Promise<VersionDto> {
    return this.api.call({ path: at(slug, 'versions', name) });
  }

  operations(slug: string, name: string, limit: number): Promise<OperationPageDto> {
    return this.api.call({ path: at(slug, 'versions', name, 'operations'), query: { limit } });
  }

  createVersion(slug: string, body: CreateVersionRequest, key: string): Promise<VersionDto> {
    const path = at(slug, 'versions');
    return this.api.call({ method: 'POST', path, body, idempotencyKey: key });
  }

  updateVersion(slug: string, name: string, ifMatch: string, body: UpdateVersionRequest): Promise<VersionDto> {
    return this.api.call({ method: 'PATCH', path: at(slug, 'versions', name), body, ifMatch });
  }

  deleteDraft(slug: string, name: string): Promise<void> {
    return this.api.call({ method: 'DELETE', path: at(slug, 'versions', name) });
  }

  /** Gives a draft its document. */
  putDocument(slug: string, name: string, document: DocumentSource): Promise<VersionDto> {
    return this.send(document, at(slug, 'versions', name, 'spec'), at(slug, 'versions', name, 'spec', 'import'));
  }

  /** Keeps a document beside a live version until somebody decides. */
  propose(slug: string, name: string, document: DocumentSource): Promise<ProposalDto> {
    const proposal = at(slug, 'versions', name, 'proposal');
    return this.send(document, `${proposal}/spec`, `${proposal}/import`);
  }

  proposal(slug: string, name: string): Promise<ProposalDto> {
    return this.api.call({ path: at(slug, 'versions', name, 'proposal'), isSlow: true });
  }

  publishProposal(slug: string, name: string, body: PublishProposalRequest): Promise<VersionDto> {
    const path = at(slug, 'versions', name, 'proposal', 'publish');
    return this.api.call({ method: 'POST', path, body, isSlow: true });
  }

  dropProposal(slug: string, name: string): Promise<void> {
    return this.api.call({ method: 'DELETE', path: at(slug, 'versions', name, 'proposal') });
  }

  /** What publishing the document of a draft would mean. */
  review(slug: string, name: string): Promise<ReviewDto> {
    return this.api.call({ path: at(slug, 'versions', name, 'review'), isSlow: true });
  }

  lint(of: LintedDocument, slug: string, name: string, query: Query): Promise<LintReportDto> {
    return this.api.call({ path: lintPathOf(of, slug, name), query });
  }

  lintCsv(of: LintedDocument, slug: string, name: string, query: Query): Promise<Download> {
    return this.api.download({ path: lintPathOf(of, slug, name), query: { ...query, format: 'csv' } });
  }

  lintAgain(of: LintedDocument, slug: string, name: string): Promise<void> {
    return this.api.call({ method: 'POST', path: lintPathOf(of, slug, name), body: {} });
  }

  lintHistory(slug: string, name: string): Promise<LintHistoryDto> {
    return this.api.call({ path: at(slug, 'versions', name, 'lint', 'history') });
  }

  callers(slug: string, name: string, query: Query): Promise<CallerPageDto> {
    return this.api.call({ path: at(slug, 'versions', name, 'callers'), query });
  }

  callersCsv(slug: string, name: string, query: Query): Promise<Download> {
    return this.api.download({ path: at(slug, 'versions', name, 'callers'), query: { ...query, format: 'csv' } });
  }

  announce(slug: string, name: string, body: AnnounceRequest, key: string | undefined): Promise<AnnouncedDto> {
    const path = at(slug, 'versions', name, 'announcements');
    return this.api.call({ method: 'POST', path, body, idempotencyKey: key });
  }

  document(slug: string, name: string): Promise<Download> {
    return this.api.download({ path: at(slug, 'versions', name, 'spec') });
  }

  move(slug: string, name: string, move: VersionMove, body: object = {}): Promise<VersionDto> {
    return this.api.call({ method: 'POST', path: at(slug, 'versions', name, move), body });
  }

  deployments(slug: string, name: string): Promise<DeploymentChoicesDto> {
    return this.api.call({ path: at(slug, 'versions', name, 'deployments') });
  }

  deploy(slug: string, name: string, ifMatch: string, body: DeployVersionRequest): Promise<DeploymentChoicesDto> {
    return this.api.call({ method: 'PUT', path: at(slug, 'versions', name, 'deployments'), body, ifMatch });
  }

  usage(slug: string, range: string): Promise<UsageDto> {
    return this.api.call({ path: at(slug, 'usage'), query: { range } });
  }

  usageCsv(slug: string, range: string): Promise<Download> {
    return this.api.download({ path: at(slug, 'usage'), query: { range, format: 'csv' } });
  }

  plans(slug: string): Promise<PlanListDto> {
    return this.api.call({ path: at(slug, 'plans') });
  }

  createPlan(slug: string, body: CreatePlanRequest, key: string): Promise<PlanDto> {
    return this.api.call({ method: 'POST', path: at(slug, 'plans'), body, idempotencyKey: key });
  }

  updatePlan(slug: string, plan: string, ifMatch: string, body: UpdatePlanRequest): Promise<PlanDto> {
    return this.api.call({ method: 'PATCH', path: at(slug, 'plans', plan), body, ifMatch });
  }

  archivePlan(slug: string, plan: string): Promise<PlanDto> {
    return this.api.call({ method: 'POST', path: at(slug, 'plans', plan, 'archive'), body: {} });
  }

  private send<T>(document: DocumentSource, uploadPath: string, importPath: string): Promise<T> {
    if ('url' in document)
      return this.api.call({ method: 'POST', path: importPath, body: { url: document.url }, isSlow: true });
    const query = { fileName: document.fileName };
    const headers = { 'content-type': 'application/octet-stream' };
    return this.api.upload({ method: 'PUT', path: uploadPath, query }, document.bytes, headers);
  }
}

/** A form that could not be saved is not shown: who may only look learns so before typing. */
export function requireEditable({ editable }: { editable: boolean }): void {
  if (!editable) throw new ForbiddenException();
}

/** Gives a controller the API in the name of who is signed in; without a session a GET leads to signing in and back. */
export const AsPublisher = createParamDecorator((_: unknown, context: ExecutionContext): PublishingApi => {
  const { visitor } = context.switchToHttp().getRequest<FastifyRequest>();
  if (visitor.session === undefined) throw new UnauthorizedException();
  return new PublishingApi(visitor.api);
});
