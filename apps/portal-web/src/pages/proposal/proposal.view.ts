import { OVERRIDE_REASON, type ProposalDto, type ServiceDto, type VersionDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem } from '../../view/form-problem.js';
import { formatNumber, link } from '../../view/helpers.js';
import { versionFrame } from '../publish/version-tabs.js';
import { documentHint, documentIds, documentPlaces, type DocumentForm } from '../shared/document-form.js';
import { lintHrefOf, reviewView } from './review.view.js';

export interface ProposalData {
  service: ServiceDto;
  version: VersionDto;
  proposal: ProposalDto;
}

/** What the API refused to publish, with the reason that was typed. */
export interface RefusedPublishing {
  reason: string;
  problem: ApiProblem;
}

/** Which field a refusal belongs to: its code → id. */
const places = { 'version.breaking_change': 'overrideReason' };

/** A document that waits to take the place of the live one: what it changes, for whom, and what may be done with it. */
export function proposalView({ service, version, proposal }: ProposalData, refused?: RefusedPublishing) {
  const { slug } = service;
  const { name, editable } = version;
  const here = link('publish', slug, name, 'proposal');
  const { verdict, document, counts, notCompared } = proposal;
  const isAsked = verdict === 'needs_override';
  const problem = formProblem(refused?.problem, {}, places);
  return {
    title: `New document of ${service.name} ${name}`,
    ...versionFrame({ service, version }, 'proposal'),
    summary: `A new document waits to take the place of the one that ${name} has.`,
    ...problem,
    review: reviewView(proposal, {
      slug,
      lintHref: lintHrefOf(slug, name, 'proposal'),
      rulesHref: link('teams', service.owner.id, 'lint-rules'),
    }),
    pendingHref: proposal.lint === null && !proposal.lintFailed ? here : undefined,
    facts: factsOf(proposal),
    publish:
      editable && (verdict === 'publishable' || isAsked)
        ? {
            action: `${here}/publish`,
            hash: document.hash,
            label: isAsked ? 'Publish all the same' : 'Publish',
            reason: isAsked
              ? { ...OVERRIDE_REASON, value: refused?.reason ?? '', error: problem.errors['overrideReason'] }
              : undefined,
          }
        : undefined,
    newVersionHref:
      editable && (counts.breaking > 0 || notCompared !== null) ? link('publish', slug, 'versions', 'new') : undefined,
    dropHref: editable ? `${here}/drop` : undefined,
    replaceHref: editable ? link('publish', slug, name, 'edit') : undefined,
  };
}

function factsOf({ fileName, sourceUrl, proposedBy, createdAt, document }: ProposalDto) {
  const { title, docVersion, openapi, format, byteLength, operationCount } = document;
  const kilobytes = Math.max(1, Math.round(byteLength / 1024));
  return [
    { label: 'Document', value: docVersion === '' ? title : `${title}, ${docVersion}` },
    ...(fileName === '' ? [] : [{ label: 'File', value: fileName, mono: true }]),
    ...(sourceUrl === null ? [] : [{ label: 'From', value: sourceUrl, mono: true }]),
    { label: 'Format', value: `OpenAPI ${openapi}, ${format.toUpperCase()}, ${formatNumber(kilobytes)} kB` },
    { label: 'Operations', value: formatNumber(operationCount) },
    ...(proposedBy === null ? [] : [{ label: 'Proposed by', value: proposedBy }]),
    { label: 'Proposed', at: createdAt },
  ];
}

/** Nothing waits: the place to give a new document. */
export function newProposalView(
  { service, version }: Omit<ProposalData, 'proposal'>,
  form: DocumentForm,
  problem?: ApiProblem,
) {
  const { slug } = service;
  const { name, editable } = version;
  return {
    title: `New document of ${service.name} ${name}`,
    ...versionFrame({ service, version }, 'proposal'),
    summary: `Nothing waits to take the place of the document that ${name} has.`,
    formAction: editable ? link('publish', slug, name, 'proposal') : undefined,
    documentHint,
    form,
    ...formProblem(problem, documentIds, documentPlaces(form)),
  };
}

/** Asks before the document that waits is thrown away. */
export function dropProposalView({ service, version, proposal }: ProposalData) {
  const { slug } = service;
  const { name } = version;
  const here = link('publish', slug, name, 'proposal');
  return {
    title: 'Drop the new document',
    heading: 'Drop the new document',
    summary: `${service.name} ${name} stays as it is.`,
    breadcrumb: [
      { href: '/publish', label: 'Publish' },
      { href: link('publish', slug), label: service.name },
      { href: here, label: name },
    ],
    formAction: `${here}/drop`,
    cancelHref: here,
    text: `${proposal.fileName || 'The document'} goes from here. It can be given again.`,
    button: 'Drop it',
    isDanger: true,
  };
}
