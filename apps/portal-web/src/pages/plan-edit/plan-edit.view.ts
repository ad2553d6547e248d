import { randomUUID } from 'node:crypto';
import type { PlanDto, ServiceDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem } from '../../view/form-problem.js';
import { link } from '../../view/helpers.js';

export const limitWindows = ['second', 'minute', 'hour', 'day', 'month'] as const;
export type LimitWindow = (typeof limitWindows)[number];

/** What stands in the form: texts, as typed. */
export interface PlanForm {
  name?: string;
  slug?: string;
  description?: string;
  approval?: string;
  limits: Partial<Record<LimitWindow, string>>;
}

const approvals = [
  { value: 'auto', label: 'At once', text: 'Everybody who may see the service.' },
  { value: 'manual', label: 'By your team', text: 'Each application waits for a yes.' },
];
const ids = Object.fromEntries(limitWindows.map((window) => [`limits.${window}`, window]));

function formView(form: PlanForm, problem: ApiProblem | undefined) {
  const view = formProblem(problem, ids);
  const windows = limitWindows.map((id) => ({
    id,
    label: id,
    plain: true,
    value: form.limits[id],
    error: view.errors[id],
  }));
  return { approvals, form, windows, ...view };
}

function breadcrumbOf({ slug, name }: ServiceDto) {
  return [
    { href: '/publish', label: 'Publish' },
    { href: link('publish', slug), label: name },
  ];
}

export function newPlanView(service: ServiceDto, form: PlanForm, problem?: ApiProblem) {
  const { slug, name } = service;
  return {
    title: `New plan of ${name}`,
    heading: `New plan of ${name}`,
    breadcrumb: breadcrumbOf(service),
    formAction: link('publish', slug, 'plans', 'new'),
    cancelHref: link('publish', slug),
    submit: 'Add the plan',
    isNew: true,
    once: randomUUID(),
    ...formView(form, problem),
  };
}

/** @param etag what the change will be based on: that of the page that was shown first */
export function editPlanView(service: ServiceDto, plan: PlanDto, form: PlanForm, etag: string, problem?: ApiProblem) {
  const isArchived = plan.archivedAt !== null;
  return {
    title: `Plan ${plan.name} of ${service.name}`,
    heading: `Plan ${plan.name}`,
    breadcrumb: breadcrumbOf(service),
    formAction: link('publish', service.slug, 'plans', plan.slug, 'edit'),
    cancelHref: link('publish', service.slug),
    submit: 'Save',
    isNew: false,
    etag,
    note: isArchived
      ? 'This plan is archived: nobody new may choose it, those who have it keep it.'
      : 'New limits hold for those who are subscribed too, within seconds and without a new key.',
    archiveAction: isArchived ? undefined : link('publish', service.slug, 'plans', plan.slug, 'archive'),
    ...formView(form, problem),
  };
}

export function formOfPlan({ name, description, approval, limits }: PlanDto): PlanForm {
  const texts = limitWindows.map((window) => [window, limits[window]?.toString()]);
  return { name, description, approval, limits: Object.fromEntries(texts) };
}
