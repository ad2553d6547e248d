import type { ConsoleCallDto, ConsoleSessionDto, ConsoleStartDto, ReferenceOperationDto } from '#contract';
import { link, withQuery } from '../../view/helpers.js';
import { operationHref, versionHref } from '../reference/addresses.js';
import { operationTitle } from '../shared/operation-groups.js';
import type { ConsoleAnswerView } from './console-answer.view.js';
import { consoleHref, getKeyHref } from './console-entry.js';
import type { ConsoleField, ConsoleFields, FieldKind } from './console-fields.js';

const shownCalls = 20;
const openFields = 4;

/** What the form was filled with, and what came of it. */
export interface ConsoleState {
  application: string;
  environment: string;
  session: ConsoleSessionDto | undefined;
  /** By the key of the field; a field without one shows what it begins with. */
  values: Record<string, string>;
  content: number;
  errors: Record<string, string>;
  problem: string | undefined;
  answer: ConsoleAnswerView | undefined;
}

interface FieldView {
  id: string;
  name: string;
  label: string;
  hint: string;
  value: string;
  placeholder: string;
  error: string | undefined;
  options: { value: string; label: string }[];
  /** The browser lets it be sent empty. */
  optional: boolean;
  /** The document wants it: it is not called optional. */
  plain: boolean;
  rows: number;
  isArea: boolean;
  isSelect: boolean;
  isFile: boolean;
  isSecret: boolean;
}

export interface ConsoleParts {
  operation: ReferenceOperationDto;
  start: ConsoleStartDto;
  fields: ConsoleFields;
  /** Mine of the whole service, newest first. */
  calls: ConsoleCallDto[];
}

export type ConsoleView = ReturnType<typeof consoleView>;

export function consoleView({ operation, start, fields, calls }: ConsoleParts, state: ConsoleState) {
  const { place, method, path } = operation;
  const { service, version } = place;
  const here = consoleHref(operation);
  const view = (field: ConsoleField) => fieldView(field, state);
  const title = operationTitle(operation);
  return {
    title: `Try ${title} · ${service.name} ${version.name}`,
    heading: title,
    breadcrumb: [
      { href: link('services', service.slug), label: service.name },
      { href: versionHref(service.slug, version.name), label: version.name },
      { href: operationHref(service.slug, version.name, method, path), label: title },
    ],
    method,
    path,
    formAction: here,
    endAction: '/console/end',
    forgetAction: '/console/forget',
    missing: missingOf(start, getKeyHref(service.slug, here)),
    applications: start.applications
      .filter(({ subscription }) => subscription === 'active')
      .map(({ id, name }) => ({ value: id, label: name })),
    application: state.application,
    environments: start.environments.map(({ slug, name }) => ({ value: slug, label: name })),
    environment: state.environment,
    session: state.session,
    sessionOf: `${state.application} ${state.environment}`,
    groups: groupsOf(fields, view),
    contents: fields.contents.map(({ mediaType, whole, fields: parts }, index) => ({
      index: String(index),
      mediaType,
      isChosen: index === state.content,
      fields: [...(whole === undefined ? [] : [whole]), ...parts].map(view),
    })),
    hasChoice: fields.contents.length > 1,
    problem: problemOf(state, fields),
    answer: state.answer,
    calls: ofOperation(calls, operation).map((call) => ({
      id: call.id,
      at: call.at,
      status: call.status,
      timeMs: call.timeMs,
      environment: call.environment,
      href: withQuery(here, { call: call.id }),
    })),
  };
}

/** What has to happen before anything can be sent. */
function missingOf({ applications, environments }: ConsoleStartDto, getKeyAddress: string) {
  const getKey = { href: getKeyAddress, label: 'Get a key' };
  if (environments.length === 0)
    return { text: 'No gateway serves this version, so there is nothing to call yet.', action: undefined };
  if (applications.some(({ subscription }) => subscription === 'active')) return undefined;
  const waiting = applications.find(({ subscription }) => subscription === 'pending');
  if (waiting !== undefined)
    return {
      text: `The subscription of ${waiting.name} waits for approval. As soon as it is approved, you can try it here.`,
      action: undefined,
    };
  if (applications.some(({ subscription }) => subscription === 'suspended'))
    return { text: 'Your subscription is suspended. Ask the team that owns the service.', action: undefined };
  return { text: 'To try it, one of your applications needs a subscription to this service.', action: getKey };
}

const places: Record<string, string> = { path: 'Path', query: 'Query', header: 'Headers', cookie: 'Cookies' };

function groupsOf({ parameters }: ConsoleFields, view: (field: ConsoleField) => FieldView) {
  return Object.entries(places)
    .map(([place, label]) => {
      const fields = parameters.filter(({ parameter }) => parameter.in === place);
      const shown = fields.filter(({ required }) => !required).map(view);
      return {
        label,
        fields: fields.filter(({ required }) => required).map(view),
        others: shown,
        // A few are simply there; what was typed or is wrong is not folded away.
        isOpen: shown.length <= openFields || shown.some(({ value, error }) => value !== '' || error !== undefined),
      };
    })
    .filter(({ fields, others }) => fields.length + others.length > 0);
}

const areaRows: Partial<Record<FieldKind, number>> = { lines: 3, json: 10 };

function fieldView(field: ConsoleField, { values, errors }: ConsoleState): FieldView {
  const { id, key, label, hint, kind, placeholder, required } = field;
  const options = field.options.map((option) => ({ value: option, label: option }));
  const isPath = key.startsWith('path.');
  return {
    id,
    name: key,
    label,
    hint: field.deprecated ? `Deprecated. ${hint}`.trim() : hint,
    value: values[key] ?? field.initial,
    placeholder,
    error: errors[id],
    options: required ? options : [{ value: '', label: 'Not sent' }, ...options],
    optional: !isPath,
    plain: required,
    rows: areaRows[kind] ?? 4,
    isArea: kind === 'lines' || kind === 'json',
    isSelect: kind === 'select',
    isFile: kind === 'file',
    isSecret: kind === 'secret',
  };
}

function problemOf({ problem, errors }: ConsoleState, fields: ConsoleFields) {
  const all = [...fields.parameters, ...fields.contents.flatMap(({ whole, fields: parts }) => [whole, ...parts])];
  const found = Object.entries(errors).map(([id, message]) => {
    const label = all.find((field) => field?.id === id)?.label;
    return { id, message: label === undefined ? message : `${label}: ${message}` };
  });
  if (problem === undefined && found.length === 0) return undefined;
  return { message: problem ?? 'Nothing was sent yet.', fields: found };
}

function ofOperation(calls: ConsoleCallDto[], { method, path, place }: ReferenceOperationDto): ConsoleCallDto[] {
  const found = calls.filter(
    (call) => call.method === method && call.path === path && call.version === place.version.name,
  );
  return found.slice(0, shownCalls);
}
