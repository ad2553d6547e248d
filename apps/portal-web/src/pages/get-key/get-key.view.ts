import type { ApplicationDto, EnvironmentDto, PlanDto, ServiceDto, SubscriptionDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem, type FormProblem } from '../../view/form-problem.js';
import { link } from '../../view/helpers.js';
import type { StepView } from '../shared/key-reveal.view.js';
import { environmentChoices } from '../shared/environment-choices.js';
import { approvalText, limitLines } from '../shared/plan-limits.js';
import type { KeyForm } from './take-key.js';

interface Choice {
  value: string;
  label: string;
  text: string;
}

/** The three steps on one page. */
export interface GetKeyView extends FormProblem {
  title: string;
  heading: string;
  breadcrumb: { href: string; label: string }[];
  formAction: string;
  cancelHref: string;
  /** Nothing to choose while there is none: the first one is made here. */
  applications: Choice[] | undefined;
  newApplicationOptional: boolean;
  plans: Choice[];
  environments: { value: string; label: string }[];
  once: string;
  form: KeyForm;
}

/** What the page chooses from. */
export interface GetKeyChoices {
  service: ServiceDto;
  plans: PlanDto[];
  applications: ApplicationDto[];
  environments: EnvironmentDto[];
  subscriptions: SubscriptionDto[];
}

const fieldOfCode = {
  'application.name_taken': 'applicationName',
  'application.limit_reached': 'applicationName',
  'subscription.not_offered': 'plan',
  'subscription.illegal_transition': 'plan',
  'credential.limit_reached': 'keyName',
};

export function getKeyView(choices: GetKeyChoices, form: KeyForm, once: string, problem?: ApiProblem): GetKeyView {
  const { service, applications } = choices;
  const href = link('services', service.slug);
  const heading = `Get a key for ${service.name}`;
  return {
    title: heading,
    heading,
    breadcrumb: [{ href, label: service.name }],
    formAction: `${href}/get-key`,
    cancelHref: href,
    applications: applications.length === 0 ? undefined : applicationChoices(choices),
    newApplicationOptional: applications.length > 0,
    plans: choices.plans.map((plan) => ({
      value: plan.slug,
      label: plan.name,
      text: [plan.description, `${limitLines(plan).join(', ')}. ${approvalText(plan, service.owner.name)}.`]
        .filter((text) => text !== '')
        .join(' '),
    })),
    environments: environmentChoices(choices.environments),
    once,
    form,
    ...formProblem(problem, {}, fieldOfCode),
  };
}

function applicationChoices({ applications, subscriptions }: GetKeyChoices): Choice[] {
  const used = (id: string) => subscriptions.find(({ applicationId, plan }) => applicationId === id && plan !== null);
  return [
    ...applications.map(({ id, name, teamName }) => {
      const plan = used(id)?.plan?.name;
      return { value: id, label: name, text: plan === undefined ? teamName : `${teamName}. Has the ${plan} plan now.` };
    }),
    { value: 'new', label: 'A new application', text: 'Its name is asked below.' },
  ];
}

const stepNames = ['Application', 'Plan', 'Key'] as const;

/** Where in the three steps a page stands. */
export function keySteps(current: (typeof stepNames)[number]): StepView[] {
  const at = stepNames.indexOf(current);
  return stepNames.map((label, index) => ({ label, current: index === at, done: index < at }));
}
