import { randomUUID } from 'node:crypto';
import type { CallerDto, CallerPageDto, OperationRefDto, ReachDto, ServiceDto, VersionDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem } from '../../view/form-problem.js';
import { link, withQuery } from '../../view/helpers.js';
import { countOf } from '../proposal/review.view.js';
import { versionFrame } from '../publish/version-tabs.js';

export interface CallersFilter {
  /** `GET /orders/{id}`, or empty for all. */
  operation: string;
  cursor: string;
}

export interface CallersData {
  service: ServiceDto;
  version: VersionDto;
  page: CallerPageDto;
  /** The operations of the document, to choose one of. */
  operations: OperationRefDto[];
}

/** A message as it was typed. */
export interface MessageForm {
  subject: string;
  text: string;
}

/** A message that the API refused. */
export interface RefusedMessage {
  form: MessageForm;
  problem: ApiProblem;
}

/** Which applications call which operation, and the way to write to them. */
export function callersView(
  { service, version, page, operations }: CallersData,
  { operation, cursor }: CallersFilter,
  refused?: RefusedMessage,
) {
  const here = link('publish', service.slug, version.name, 'callers');
  const { reach, items, nextCursor } = page;
  const isReached = version.editable && reach.applications > 0;
  return {
    title: `Callers of ${service.name} ${version.name}`,
    ...versionFrame({ service, version }, 'callers'),
    summary: 'Who called it in the last 30 days, the most calls first.',
    operations: operations.map(nameOf),
    form: { operation },
    clearHref: operation === '' ? undefined : here,
    reachText: reachText(reach),
    csvHref: items.length === 0 ? undefined : withQuery(`${here}.csv`, { operation }),
    columns: [
      { label: 'Application' },
      { label: 'Operation', wide: true },
      { label: 'Calls', end: true },
      { label: 'Last called', wide: true },
    ],
    callers: items.map((caller) => callerRow(here, caller)),
    empty:
      operation === ''
        ? 'Nobody has called this version in the last 30 days.'
        : 'Nobody has called this operation in the last 30 days.',
    message: isReached
      ? {
          action: `${here}/announce`,
          reach: `It goes to the members of ${reachText(reach)}${operation === '' ? '' : ` that called ${operation}`}.`,
          operation,
          ...refused?.form,
        }
      : undefined,
    ...formProblem(refused?.problem, {}),
    pager:
      nextCursor === null && cursor === ''
        ? undefined
        : {
            note: `${items.length} on this page`,
            firstHref: cursor === '' ? undefined : withQuery(here, { operation }),
            nextHref: nextCursor === null ? undefined : withQuery(here, { operation, cursor: nextCursor }),
          },
  };
}

function callerRow(here: string, { applicationName, teamName, operation, calls, lastCalledAt }: CallerDto) {
  return {
    application: applicationName,
    team: teamName,
    operation:
      operation === null ? undefined : { ...operation, href: withQuery(here, { operation: nameOf(operation) }) },
    calls,
    lastCalledAt,
  };
}

/** Operations are named as the API counts them. */
function nameOf({ method, path }: OperationRefDto): string {
  return `${method} ${path}`;
}

function reachText({ applications, teams }: ReachDto): string {
  return `${countOf(teams, 'team')} with ${countOf(applications, 'application')}`;
}

/** Shows a message once more before it goes out. */
export function announceView(
  { service, version, page }: Omit<CallersData, 'operations'>,
  operation: string,
  { subject, text }: MessageForm,
) {
  const here = link('publish', service.slug, version.name, 'callers');
  const heading = `Write to ${reachText(page.reach)}`;
  return {
    title: heading,
    heading,
    summary: 'This is what they get. A mail that is under way cannot be called back.',
    breadcrumb: [
      { href: '/publish', label: 'Publish' },
      { href: link('publish', service.slug), label: service.name },
      { href: here, label: `${version.name}, callers` },
    ],
    formAction: `${here}/announce`,
    cancelHref: withQuery(here, { operation }),
    hidden: [
      { name: 'subject', value: subject },
      { name: 'text', value: text },
      { name: 'operation', value: operation },
      { name: 'once', value: randomUUID() },
      { name: 'sure', value: 'yes' },
    ],
    lines: [{ title: `${service.name} ${version.name}: ${subject}`, text }],
    text: 'Below it stands why they get it. Who wrote it is kept in the audit log.',
    button: 'Send it',
  };
}
