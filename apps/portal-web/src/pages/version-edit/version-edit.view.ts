import { randomUUID } from 'node:crypto';
import type { ServiceDto, VersionDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem } from '../../view/form-problem.js';
import { link } from '../../view/helpers.js';
import { documentHint, documentIds, documentPlaces, type DocumentForm } from '../shared/document-form.js';

/** What stands in the form: texts, as typed. */
export interface VersionForm extends DocumentForm {
  name?: string;
  upstreamUrl?: string;
  basePath?: string;
  hosts?: string;
}

/** Which field a refusal belongs to: its code → id. */
const places = { 'version.name_taken': 'name', 'version.base_path_taken': 'basePath' };

export function newVersionView(service: ServiceDto, form: VersionForm, problem?: ApiProblem) {
  const { slug, name } = service;
  return {
    title: `New version of ${name}`,
    heading: `New version of ${name}`,
    summary: 'It starts as a draft that only your team sees.',
    breadcrumb: [
      { href: '/publish', label: 'Publish' },
      { href: link('publish', slug), label: name },
    ],
    formAction: link('publish', slug, 'versions', 'new'),
    cancelHref: link('publish', slug),
    submit: 'Make the draft',
    isNew: true,
    once: randomUUID(),
    documentHint,
    basePathOpen: true,
    basePathHint: `Where callers find it on the gateway; left empty it is /${slug} and the name of the version.`,
    form,
    ...formProblem(problem, documentIds, { ...places, ...documentPlaces(form) }),
  };
}

/** @param etag what the change will be based on: that of the page that was shown first */
export function editVersionView(
  serviceName: string,
  version: VersionDto,
  form: VersionForm,
  etag: string,
  problem?: ApiProblem,
) {
  const { serviceSlug: slug, name, state, basePath, spec } = version;
  return {
    title: `Edit ${serviceName} ${name}`,
    heading: `Edit ${name}`,
    summary: state === 'draft' ? 'A draft may change freely.' : 'It is live: the gateways take over what you change.',
    breadcrumb: [
      { href: '/publish', label: 'Publish' },
      { href: link('publish', slug), label: serviceName },
      { href: link('publish', slug, name, 'review'), label: name },
    ],
    formAction: link('publish', slug, name, 'edit'),
    cancelHref: link('publish', slug, name, 'review'),
    submit: 'Save',
    isNew: false,
    etag,
    documentHint: spec === null ? documentHint : `${keepsText(state)} ${documentHint}`,
    basePathOpen: state === 'draft',
    basePath,
    basePathHint: 'Where callers find it on the gateway.',
    form,
    ...formProblem(problem, documentIds, { ...places, ...documentPlaces(form) }),
  };
}

function keepsText(state: VersionDto['state']): string {
  return state === 'draft'
    ? 'Leave it empty to keep the one that is there.'
    : 'Leave it empty to keep the one that is there. A new one waits until you have seen what it changes.';
}

export function formOfVersion({ upstreamUrl, basePath, hosts }: VersionDto): VersionForm {
  return { upstreamUrl: upstreamUrl ?? '', basePath, hosts: hosts.join('\n') };
}
