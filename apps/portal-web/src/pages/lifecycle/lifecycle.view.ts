import type { BrownoutDto, BrownoutListDto, ServiceDto, TimelineDto, VersionDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem } from '../../view/form-problem.js';
import { link } from '../../view/helpers.js';
import { versionFrame } from '../publish/version-tabs.js';
import { confirmView } from '../shared/confirm.view.js';
import { timelineLines } from './timeline.view.js';

export interface LifecycleData {
  service: ServiceDto;
  version: VersionDto;
  timeline: TimelineDto;
  brownouts: BrownoutListDto;
  /** Makes a form that is sent twice count once. */
  once: string;
}

/** What was typed into one of the two forms. */
export type Typed = Partial<
  Record<'deprecatesAt' | 'sunsetAt' | 'successor' | 'startsAt' | 'endsAt' | 'sharePercent', string>
> & { retiresAtSunset?: boolean };

export interface RefusedForm {
  problem: ApiProblem;
  typed: Typed;
}

export function lifecycleView({ service, version, timeline, brownouts, once }: LifecycleData, refused?: RefusedForm) {
  const base = link('publish', service.slug, version.name);
  const problem = formProblem(refused?.problem, {});
  const { state, editable } = version;
  const isLive = state === 'published' || state === 'deprecated';
  const mayPlan = editable && isLive;
  return {
    ...versionFrame({ service, version }, 'lifecycle'),
    title: `${service.name} ${version.name}: life`,
    ...problem,
    deprecatesAt: version.deprecatesAt,
    sunsetAt: isLive ? version.sunsetAt : null,
    timeline: timelineLines(timeline),
    plan: mayPlan ? planForm(base, service, version, refused?.typed) : undefined,
    brownouts: brownouts.items.map((one) => brownoutRow(base, one, editable)),
    brownoutForm: mayPlan ? brownoutForm(base, version, once, refused?.typed) : undefined,
    undeprecate: editable && state === 'deprecated' ? { action: `${base}/undeprecate` } : undefined,
    retire:
      editable && state === 'deprecated' ? { href: `${base}/retire`, label: `Retire ${version.name}` } : undefined,
    stop: editable && version.answersGone ? { href: `${base}/stop-answering` } : undefined,
  };
}

function planForm(base: string, service: ServiceDto, version: VersionDto, typed: Typed | undefined) {
  const isPublished = version.state === 'published';
  const isPlanned = isPublished && version.deprecatesAt !== null;
  const others = service.versions.filter(
    ({ name, state }) => name !== version.name && (state === 'published' || state === 'deprecated'),
  );
  return {
    title: isPublished ? (isPlanned ? 'Change the plan' : 'Deprecate it') : 'Its end',
    action: isPublished && !isPlanned ? `${base}/lifecycle/deprecate` : `${base}/lifecycle`,
    button: isPublished && !isPlanned ? 'Deprecate' : 'Save the plan',
    etag: `"${version.revision}"`,
    asksWhen: isPublished,
    whenHint: isPlanned ? 'It happens by itself then.' : 'It happens by itself then; empty means now.',
    deprecatesAt: inputOf(typed?.deprecatesAt ?? version.deprecatesAt),
    sunsetAt: inputOf(typed?.sunsetAt ?? version.sunsetAt),
    retiresAtSunset: typed?.retiresAtSunset ?? version.retiresAtSunset,
    successor: typed?.successor ?? version.successor ?? '',
    successors: [{ value: '', label: 'none' }, ...others.map(({ name }) => ({ value: name, label: name }))],
    drop: isPlanned ? { action: `${base}/lifecycle/drop` } : undefined,
  };
}

function brownoutForm(base: string, version: VersionDto, once: string, typed: Typed | undefined) {
  if (version.state === 'published' && version.deprecatesAt === null) return undefined;
  return {
    action: `${base}/brownouts`,
    once,
    missing: version.sunsetAt === null ? 'Say first when the version ends: brown-outs come before that.' : undefined,
    startsAt: inputOf(typed?.startsAt),
    endsAt: inputOf(typed?.endsAt),
    sharePercent: typed?.sharePercent ?? '10',
  };
}

const words: Record<BrownoutDto['state'], string> = {
  planned: 'planned',
  under_way: 'under way',
  over: 'over',
  missed: 'did not happen',
  cancelled: 'called off',
};

function brownoutRow(base: string, { id, state, startsAt, endsAt, sharePercent }: BrownoutDto, editable: boolean) {
  const mayCancel = editable && (state === 'planned' || state === 'under_way');
  return {
    startsAt,
    endsAt,
    share: `${sharePercent} of 100`,
    words: words[state],
    cancel: mayCancel
      ? { action: `${base}/brownouts/${id}/cancel`, label: state === 'planned' ? 'Call off' : 'End now' }
      : undefined,
  };
}

/** A time as the field takes it, in UTC; where scripts run, they turn it into the reader's zone and back. */
function inputOf(iso: string | null | undefined): string | undefined {
  return iso?.slice(0, 16);
}

/** The page that asks for the name before a retired version is taken off its gateways. */
export function confirmStopView(service: ServiceDto, name: string, mistyped = false) {
  const heading = `Stop the answer of ${service.name} ${name}`;
  return confirmView({
    title: heading,
    heading,
    breadcrumb: [
      { href: '/publish', label: 'Publish' },
      { href: link('publish', service.slug), label: service.name },
      { href: link('publish', service.slug, name, 'lifecycle'), label: name },
    ],
    formAction: link('publish', service.slug, name, 'stop-answering'),
    name,
    text: 'Whoever still calls it learns no more that it is gone and what to use instead. Its base path is free for another version.',
    button: 'Stop answering',
    mistyped,
  });
}
