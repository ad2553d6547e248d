import type {
  DeploymentChoicesDto,
  EnvironmentListDto,
  OperationPageDto,
  PlanDto,
  ReviewDto,
  ServiceDto,
  SubscriptionPageDto,
  VersionDto,
} from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem } from '../../view/form-problem.js';
import { formatNumber, link, withQuery } from '../../view/helpers.js';
import { lintHrefOf, reviewView } from '../proposal/review.view.js';
import { versionTabs } from '../publish/version-tabs.js';
import { confirmView } from '../shared/confirm.view.js';
import { deploymentsView, type RefusedChoice } from './deployments.view.js';

/** What the page about one version shows. */
export interface ReviewData {
  service: ServiceDto;
  version: VersionDto;
  operations: OperationPageDto;
  plans: PlanDto[];
  environments: EnvironmentListDto;
  /** Missing for those who may not choose the gateways. */
  choices: DeploymentChoicesDto | undefined;
  /** The first page of the active ones, of the whole service. */
  subscriptions: SubscriptionPageDto;
  /** What publishing a draft would mean; missing while it has no document, and for what is published. */
  review?: ReviewDto;
}

/** A step that the API refused. */
export interface RefusedStep {
  problem?: ApiProblem;
  choice?: RefusedChoice;
}

export function publishReviewView(
  { service, version, operations, plans, environments, choices, subscriptions, review }: ReviewData,
  refused?: RefusedStep,
) {
  const { slug } = service;
  const { name, state, spec, editable } = version;
  const isDraft = state === 'draft';
  const blockers = isDraft ? blockersOf(slug, version) : [];
  const base = link('publish', slug, name);
  const problem = formProblem(refused?.problem, {});
  return {
    title: isDraft ? `Publish ${service.name} ${name}` : `${service.name} ${name}`,
    heading: isDraft ? `Publish ${service.name} ${name}` : `${service.name} ${name}`,
    summary: spec?.summary === '' ? undefined : spec?.summary,
    breadcrumb: [
      { href: '/publish', label: 'Publish' },
      { href: link('publish', slug), label: service.name },
    ],
    action: editable && state !== 'retired' ? { href: `${base}/edit`, label: 'Edit', quiet: true } : undefined,
    tabs: versionTabs({ service, version }, 'review'),
    ...draftReview({ service, version, review }),
    version: { name, state, operationCount: spec?.operationCount ?? 0, sunsetAt: version.sunsetAt },
    ...problem,
    blockers,
    proposal: version.proposedAt === null ? undefined : { href: `${base}/proposal`, since: version.proposedAt },
    advice: isDraft && !plans.some(({ archivedAt }) => archivedAt === null) ? adviceOf(slug) : undefined,
    operations: operations.items,
    moreOperations: (spec?.operationCount ?? 0) - operations.items.length,
    referenceHref: withQuery(link('services', slug), { version: name }),
    findingColumns: [{ label: 'Where' }, { label: 'What was noticed' }],
    findings: (spec?.warnings ?? []).map(({ pointer, message }) => ({ where: pointer, text: message })),
    ...deploymentsView({ version, environments, choices }, refused?.choice),
    publishAction: isDraft && editable ? `${base}/publish` : undefined,
    documentHref: spec === null ? undefined : `${base}/document`,
    facts: [...factsOf(version), { label: 'Subscribed', value: subscribedText(subscriptions) }],
    revisions: version.revisions.length > 1 ? revisionsOf(version) : undefined,
    moves: editable ? movesOf(base, version) : undefined,
  };
}

/** What a draft would mean beside what is live. */
function draftReview({ service, version, review }: Pick<ReviewData, 'service' | 'version' | 'review'>) {
  if (review === undefined) return {};
  const links = {
    slug: service.slug,
    lintHref: lintHrefOf(service.slug, version.name, 'version'),
    rulesHref: link('teams', service.owner.id, 'lint-rules'),
  };
  const here = link('publish', service.slug, version.name, 'review');
  return {
    review: reviewView(review, links),
    lintPendingHref: review.lint === null && !review.lintFailed ? here : undefined,
  };
}

/** Each document, with what it changed of the one before. */
function revisionsOf({ serviceSlug, name, revisions }: VersionDto) {
  const changes = link('services', serviceSlug, 'changes');
  return revisions.map((revision) => ({
    ...revision,
    changesHref:
      revision.number === 1
        ? undefined
        : withQuery(changes, { from: `${name}@${revision.number - 1}`, to: `${name}@${revision.number}` }),
  }));
}

/** What has to be there first, each with the place to put it in. */
function blockersOf(slug: string, { name, spec, upstreamUrl }: VersionDto) {
  const edit = link('publish', slug, name, 'edit');
  return [
    ...(spec === null ? [{ href: `${edit}#document`, text: 'It has no OpenAPI document yet. Upload one.' }] : []),
    ...(upstreamUrl === null
      ? [{ href: `${edit}#upstreamUrl`, text: 'The gateways do not know where to send the calls. Set the upstream.' }]
      : []),
  ];
}

function adviceOf(slug: string) {
  return {
    text: 'The service has no plan: it can be read, but nobody can subscribe to it.',
    href: link('publish', slug, 'plans', 'new'),
    label: 'Add a plan',
  };
}

function factsOf({ basePath, hosts, upstreamUrl, callUrls, spec, publishedAt, deprecatedAt, ...rest }: VersionDto) {
  return [
    { label: 'Base path', value: basePath, mono: true },
    { label: 'Hosts', value: hosts.length === 0 ? 'every host' : hosts.join(', '), mono: hosts.length > 0 },
    ...(upstreamUrl === null ? [] : [{ label: 'Upstream', value: upstreamUrl, mono: true }]),
    ...callUrls.map((value) => ({ label: 'Called at', value, mono: true })),
    ...(spec === null ? [] : documentFacts(spec)),
    ...(publishedAt === null ? [] : [{ label: 'Published', at: publishedAt }]),
    ...(deprecatedAt === null ? [] : [{ label: 'Deprecated', at: deprecatedAt }]),
    ...(rest.sunsetAt === null ? [] : [{ label: 'Ends', at: rest.sunsetAt }]),
    ...(rest.retiredAt === null ? [] : [{ label: 'Retired', at: rest.retiredAt }]),
  ];
}

function subscribedText({ items, nextCursor }: SubscriptionPageDto): string {
  if (items.length === 0) return 'no application yet';
  const count = `${items.length}${nextCursor === null ? '' : ' and more'}`;
  return `${count} ${items.length === 1 ? 'application' : 'applications'}, of all versions`;
}

function documentFacts({ title, docVersion, openapi, format, byteLength }: NonNullable<VersionDto['spec']>) {
  const kilobytes = Math.max(1, Math.round(byteLength / 1024));
  return [
    { label: 'Document', value: docVersion === '' ? title : `${title}, ${docVersion}` },
    { label: 'Format', value: `OpenAPI ${openapi}, ${format.toUpperCase()}, ${formatNumber(kilobytes)} kB` },
  ];
}

/** The steps out of this state: a form, the page where the end is planned, or the one that asks for the name first. */
function movesOf(base: string, { name, state }: VersionDto) {
  return {
    deprecate: state === 'published' ? { href: `${base}/lifecycle`, label: `Deprecate ${name}` } : undefined,
    undeprecate: state === 'deprecated' ? { action: `${base}/undeprecate` } : undefined,
    retire: state === 'deprecated' ? { href: `${base}/retire`, label: `Retire ${name}` } : undefined,
    remove: state === 'draft' ? { href: `${base}/delete`, label: 'Delete the draft' } : undefined,
  };
}

/** The page that asks for the name before something that cannot be undone. */
export function confirmMoveView(service: ServiceDto, name: string, move: 'retire' | 'delete', mistyped = false) {
  const { slug } = service;
  const heading = move === 'retire' ? `Retire ${service.name} ${name}` : `Delete the draft ${name}`;
  return confirmView({
    title: heading,
    heading,
    breadcrumb: [
      { href: '/publish', label: 'Publish' },
      { href: link('publish', slug), label: service.name },
      { href: link('publish', slug, name, 'review'), label: name },
    ],
    formAction: link('publish', slug, name, move),
    name,
    text:
      move === 'retire'
        ? 'Every call to it is answered with 410 from then on, and told what to use instead. It cannot be undone.'
        : 'The draft and its document go. It cannot be undone.',
    button: move === 'retire' ? 'Retire the version' : 'Delete the draft',
    mistyped,
  });
}
