import { randomUUID } from 'node:crypto';
import type { DriftPolicy, EnvironmentDto, GatewayDto, UpdateGatewayRequest } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem } from '../../view/form-problem.js';
import { listOf, optionalTextOf, textOf, type Form } from '../shared/form.js';
import { gatewayHref, gatewaysHref } from './gateway-facts.js';

/** What stands in the form: texts, as typed; a token never. */
export interface GatewayForm {
  name?: string;
  environment?: string;
  adminUrl?: string;
  proxyUrl?: string;
  /** One address a line; empty when the address for calls is the only node. */
  nodeUrls?: string;
  driftPolicy?: string;
  takesEverything?: boolean;
  evenIfUnreachable?: boolean;
}

export const emptyGatewayForm: GatewayForm = { environment: 'live', driftPolicy: 'report', takesEverything: true };

const kinds = [{ value: 'kong', label: 'Kong Gateway' }];
const policies = [
  { value: 'report', label: 'Report', text: 'A person decides about each edit that was made by hand.' },
  { value: 'repair', label: 'Repair', text: 'Edits by hand are written over as soon as they are found.' },
];
const breadcrumb = [{ href: gatewaysHref, label: 'Gateways' }];

export function newGatewayView(environments: EnvironmentDto[], form: GatewayForm, problem?: ApiProblem) {
  return {
    title: 'Register a gateway',
    heading: 'Register a gateway',
    summary: 'It is asked at once whether it is there. Nothing on it that is not ours is touched.',
    breadcrumb,
    formAction: `${gatewaysHref}/new`,
    cancelHref: gatewaysHref,
    submit: 'Register',
    isNew: true,
    once: randomUUID(),
    tokenHint: 'Sent as Kong-Admin-Token. Kept sealed, never shown again.',
    environments: environments.map(({ slug, name }) => ({ value: slug, label: name })),
    kinds,
    kind: 'kong',
    ...formView(form, 'Register it although it does not answer.', problem),
  };
}

/** @param etag what the change will be based on: that of the page that was shown first */
export function editGatewayView({ id, name }: GatewayDto, form: GatewayForm, etag: string, problem?: ApiProblem) {
  return {
    title: `Edit ${name}`,
    heading: `Edit ${name}`,
    breadcrumb: [...breadcrumb, { href: gatewayHref(id), label: name }],
    formAction: gatewayHref(id, 'edit'),
    cancelHref: gatewayHref(id),
    submit: 'Save',
    isNew: false,
    etag,
    tokenHint: 'Leave it empty to keep the one that is there, unless it moves to another host. It is never shown.',
    ...formView(form, 'Save it although it does not answer.', problem),
  };
}

function formView(form: GatewayForm, evenIfLabel: string, problem: ApiProblem | undefined) {
  const isAway = problem?.code === 'gateway.unusable' || form.evenIfUnreachable === true;
  return {
    policies,
    form,
    evenIfLabel: isAway ? evenIfLabel : undefined,
    ...formProblem(problem, { slug: 'name' }, { 'gateway.slug_taken': 'name' }),
  };
}

export function formOfGateway({ name, adminUrl, proxyUrl, nodes, driftPolicy }: GatewayDto): GatewayForm {
  const urls = nodes.map(({ url }) => url);
  const isOnlyProxy = urls.length === 1 && urls[0] === proxyUrl;
  return { name, adminUrl, proxyUrl, nodeUrls: isOnlyProxy ? '' : urls.join('\n'), driftPolicy };
}

export function readGatewayForm(form: Form): GatewayForm {
  const names = ['name', 'environment', 'adminUrl', 'proxyUrl', 'nodeUrls', 'driftPolicy'] as const;
  return {
    ...Object.fromEntries(names.map((name) => [name, textOf(form, name)])),
    takesEverything: textOf(form, 'takesEverything') !== '',
    evenIfUnreachable: textOf(form, 'evenIfUnreachable') !== '',
  };
}

/** What the API is told of a new gateway. */
export function registrationOf(form: Form) {
  const nodeUrls = listOf(form, 'nodeUrls');
  return {
    kind: 'kong' as const,
    environment: textOf(form, 'environment'),
    name: textOf(form, 'name'),
    adminUrl: textOf(form, 'adminUrl'),
    proxyUrl: textOf(form, 'proxyUrl'),
    adminToken: optionalTextOf(form, 'adminToken'),
    nodeUrls: nodeUrls.length === 0 ? undefined : nodeUrls,
    driftPolicy: policyOf(form),
    takesEverything: textOf(form, 'takesEverything') !== '',
    evenIfUnreachable: textOf(form, 'evenIfUnreachable') !== '',
  };
}

/** Only what was changed: a gateway that is away can still be renamed. */
export function changesOf(gateway: GatewayDto, form: Form): UpdateGatewayRequest {
  const proxyUrl = textOf(form, 'proxyUrl');
  const typed = listOf(form, 'nodeUrls');
  const wanted: UpdateGatewayRequest = {
    name: textOf(form, 'name'),
    adminUrl: textOf(form, 'adminUrl'),
    proxyUrl,
    nodeUrls: typed.length === 0 ? [proxyUrl] : typed,
    driftPolicy: policyOf(form),
  };
  const now: UpdateGatewayRequest = { ...gateway, nodeUrls: gateway.nodes.map(({ url }) => url) };
  const names = Object.keys(wanted) as (keyof UpdateGatewayRequest)[];
  const same = names.filter((name) => JSON.stringify(wanted[name]) === JSON.stringify(now[name]));
  return {
    ...Object.fromEntries(
      Object.entries(wanted).filter(([name]) => !same.includes(name as keyof UpdateGatewayRequest)),
    ),
    adminToken: optionalTextOf(form, 'adminToken'),
    evenIfUnreachable: textOf(form, 'evenIfUnreachable') !== '' || undefined,
  };
}

function policyOf(form: Form): DriftPolicy {
  return textOf(form, 'driftPolicy') as DriftPolicy;
}
