import { randomUUID } from 'node:crypto';
import type { AdoptionDto, AdoptionPreviewDto, AdoptionState, GatewayDto, TeamDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem } from '../../view/form-problem.js';
import { formatNumber } from '../../view/helpers.js';
import { gatewayHref, gatewaysHref, totalOf } from './gateway-facts.js';

/** What stands in the form that takes over. */
export interface AdoptionForm {
  serviceTeam: string;
  applicationTeam: string;
  /** Keys of the ticked services. */
  services: string[];
  acceptWarnings: boolean;
}

/** What the page about taking over shows. */
export interface AdoptionData {
  gateway: GatewayDto;
  /** The newest one; undefined when there was none yet. */
  adoption: AdoptionDto | undefined;
  teams: TeamDto[];
  mayManage: boolean;
}

const stepOf: Record<AdoptionState, number> = {
  reading: 0,
  previewed: 1,
  applying: 2,
  switching: 2,
  done: 3,
  failed: 1,
};

export function adoptionView(data: AdoptionData, refused?: { form: AdoptionForm; problem: ApiProblem }) {
  const { gateway, adoption, mayManage } = data;
  const { id, name } = gateway;
  const state = adoption?.state;
  const isMoving = state === 'reading' || state === 'applying' || state === 'switching';
  const isOpen = isToChoose(adoption);
  const isOver = state === undefined || state === 'done' || state === 'failed';
  return {
    title: `Adopt what stands on ${name}`,
    heading: `Adopt what stands on ${name}`,
    summary:
      'Services, consumers and keys that others have put there come into the catalogue, and their clients notice nothing.',
    breadcrumb: [
      { href: gatewaysHref, label: 'Gateways' },
      { href: gatewayHref(id), label: name },
    ],
    steps: state === undefined || (state === 'failed' && !isOpen) ? undefined : stepsAt(stepOf[state]),
    pendingHref: isMoving ? gatewayHref(id, 'adoption') : undefined,
    moving: adoption && isMoving ? movingOf(adoption) : undefined,
    result: adoption && isOver ? resultOf(adoption) : undefined,
    begin: isOver && !isOpen && mayManage ? beginOf(gateway, state !== undefined) : undefined,
    preview: isOpen && adoption?.preview ? previewOf(adoption.preview, refused?.form) : undefined,
    again: isOpen && mayManage ? beginOf(gateway, true) : undefined,
    apply: isOpen && mayManage ? applyOf(data, refused?.form) : undefined,
    foreignHref: gatewayHref(id, 'foreign'),
    ...formProblem(refused?.problem, {}),
  };
}

/** Whether it waits for a person: to be carried out as its preview shows, or to be carried on after it has failed. */
export function isToChoose(adoption: AdoptionDto | undefined): boolean {
  return (adoption?.state === 'previewed' || adoption?.state === 'failed') && adoption.preview !== null;
}

function stepsAt(current: number) {
  return ['Read what stands there', 'Choose', 'Switch over'].map((label, index) => ({
    label,
    current: index === current,
    done: index < current,
  }));
}

/** What is under way, in words and as a bar where it can be counted. */
function movingOf({ state, toRemove, removed, createdAt }: AdoptionDto) {
  const total = toRemove + removed;
  if (state === 'reading')
    return { title: 'It is being read.', text: 'Nothing is changed by that. A preview follows.', at: createdAt };
  if (state === 'applying')
    return {
      title: 'It is taken into the catalogue.',
      text: 'Ours is put beside theirs; calls pass as before.',
      at: createdAt,
    };
  return {
    title: 'Theirs is taken away.',
    text: 'Ours is live on every node that answers, so what it replaces is removed: routes first, then the rest.',
    at: createdAt,
    bar:
      total === 0
        ? undefined
        : { total, done: removed, label: `${formatNumber(removed)} of ${formatNumber(total)} removed` },
  };
}

function resultOf({ state, finishedAt, error, removed }: AdoptionDto) {
  const isDone = state === 'done';
  return {
    kind: isDone ? 'good' : 'bad',
    title: isDone ? 'It is adopted.' : 'It did not come to its end.',
    outcome: isDone
      ? `${formatNumber(removed)} objects of others were replaced by ours.`
      : 'What was already taken over stays; what was not is as it was.',
    error,
    finishedAt,
  };
}

function beginOf({ id, foreign }: GatewayDto, isAgain: boolean) {
  const total = totalOf(foreign);
  return {
    action: gatewayHref(id, 'adoption'),
    once: randomUUID(),
    label: isAgain ? 'Read it again' : 'Read what stands there',
    note:
      total === 0
        ? 'The last sweep saw nothing of others on it.'
        : `The last sweep saw ${formatNumber(total)} objects of others on it.`,
  };
}

function previewOf(preview: AdoptionPreviewDto, form: AdoptionForm | undefined) {
  const { services, servicesTotal, applications, applicationsTotal, keysTotal, notAdopted, notAdoptedTotal } = preview;
  return {
    figures: [
      ['Services', servicesTotal],
      ['Applications', applicationsTotal],
      ['Keys that go on working', keysTotal],
      ['Stays as it is', notAdoptedTotal],
    ].map(([label, value]) => ({ label, value: formatNumber(value as number) })),
    services: services.map(({ key, subscriptions, plans, ...service }) => ({
      ...service,
      key,
      isTicked: form === undefined || form.services.includes(key),
      plans: plans.length === 0 ? 'no limit' : plans.join('; '),
      subscribed: `${formatNumber(subscriptions)} ${subscriptions === 1 ? 'application' : 'applications'} subscribed`,
    })),
    moreServices: servicesTotal - services.length,
    applications: applications.map(({ services: used, ...application }) => ({ ...application, used: used.join(', ') })),
    moreApplications: applicationsTotal - applications.length,
    areApplicationsOpen: applications.length <= 20,
    notAdopted,
    moreNotAdopted: notAdoptedTotal - notAdopted.length,
  };
}

function applyOf({ gateway, adoption, teams }: AdoptionData, form: AdoptionForm | undefined) {
  const preview = adoption?.preview;
  const option = ({ slug, name }: TeamDto) => ({ value: slug, label: name });
  const providers = teams.filter(({ kind }) => kind === 'provider');
  const shared = teams.filter(({ kind }) => kind !== 'personal');
  const warned = preview?.services.filter(({ warnings }) => warnings.length > 0).length ?? 0;
  const isCut = preview != null && preview.servicesTotal > preview.services.length;
  return {
    action: gatewayHref(gateway.id, 'adoption', adoption?.id ?? '', 'apply'),
    label: adoption?.state === 'failed' ? 'Go on with it' : 'Take it over',
    isEmpty: preview?.servicesTotal === 0,
    providers: providers.map(option),
    teams: shared.map(option),
    form: {
      serviceTeam: providers[0]?.slug,
      applicationTeam: (shared.find(({ kind }) => kind === 'developer') ?? shared[0])?.slug,
      ...form,
    },
    warnings: warned > 0 || isCut ? warningsLabel(warned) : undefined,
  };
}

function warningsLabel(warned: number): string {
  if (warned === 0) return 'I accept the warnings of those that are not listed.';
  return `I accept the warnings of ${formatNumber(warned)} ${warned === 1 ? 'service' : 'services'}.`;
}
