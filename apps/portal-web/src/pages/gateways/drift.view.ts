import type { DriftDto, DriftFieldDto, DriftPageDto, ForeignObjectPageDto, GatewayDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formatNumber, withQuery } from '../../view/helpers.js';
import { countOf, countText, driftedOf, gatewayHref, gatewaysHref, kindsOf, totalOf } from './gateway-facts.js';

export type DriftTab = 'open' | 'ignored';

/** A decision that was refused, with what was ticked for it. */
export interface RefusedDecision {
  message: string;
  ticked: string[];
}

function breadcrumbOf({ id, name }: GatewayDto) {
  return [
    { href: gatewaysHref, label: 'Gateways' },
    { href: gatewayHref(id), label: name },
  ];
}

/**
 * @param cursor of the page that is shown; undefined on the first one
 * @param mayManage false for auditors, who only look
 */
export function driftView(
  gateway: GatewayDto,
  page: DriftPageDto,
  { tab, cursor }: { tab: DriftTab; cursor: string | undefined },
  mayManage: boolean,
  refused?: RefusedDecision,
) {
  const { id, name, driftLeftOut, sweptAt, sweepError, driftPolicy } = gateway;
  const drifted = driftedOf(gateway);
  const here = gatewayHref(id, 'drift');
  return {
    title: `Drift on ${name}`,
    heading: 'Drift',
    summary: `What on ${name} does not stand as Gatehouse left it.${driftPolicy === 'repair' ? ' It is written over by itself.' : ''}`,
    breadcrumb: breadcrumbOf(gateway),
    tabs: [
      { href: here, label: 'Open', current: tab === 'open', count: drifted === 0 ? undefined : formatNumber(drifted) },
      { href: withQuery(here, { state: 'ignored' }), label: 'Ignored', current: tab === 'ignored' },
    ],
    isOpen: tab === 'open',
    mayManage,
    problem: refused === undefined ? undefined : { message: refused.message, fields: [] },
    formAction: gatewayHref(id, 'drift', 'decide'),
    overwriteAllHref: mayManage && tab === 'open' ? gatewayHref(id, 'drift', 'overwrite-all') : undefined,
    csvHref: withQuery(gatewayHref(id, 'drift.csv'), { state: tab === 'ignored' ? tab : undefined }),
    sweepAction: mayManage ? gatewayHref(id, 'sweep') : undefined,
    sweptAt,
    sweepError,
    leftOut: driftLeftOut,
    refillHref: mayManage ? gatewayHref(id, 'refill') : undefined,
    objects: page.items.map((item) => toObject(item, refused?.ticked.includes(tickOf(item)) === true)),
    pager: pagerOf(here, tab, page, cursor),
  };
}

const findingStates = { missing: 'missing', changed: 'changed', unknown: 'stray' } as const;
const findingTexts = {
  missing: 'Somebody has deleted it.',
  changed: undefined,
  unknown: 'It carries our mark, and we know nothing of it. Overwriting removes it.',
} as const;

/** What a tick says of an object: which it is, and as what it was seen. */
export function tickOf({ objectId, foundHash }: DriftDto): string {
  return `${objectId}:${foundHash ?? ''}`;
}

function toObject(drift: DriftDto, isTicked: boolean) {
  const { kind, name, finding, belongsTo, fields, moreFields, foundAt, ignoredAt } = drift;
  return {
    tick: tickOf(drift),
    kind,
    name,
    state: findingStates[finding],
    text: findingTexts[finding],
    belongsTo,
    foundAt,
    ignoredAt,
    isTicked,
    fields: fields.map(toField),
    moreFields: moreFields === 0 ? undefined : countOf(moreFields, fields.length === 0 ? 'field' : 'more field'),
    notAdoptable: drift.adoptable ? undefined : (drift.notAdoptableBecause ?? 'It has no place in the catalogue.'),
  };
}

function toField({ path, wished, found }: DriftFieldDto) {
  return { path, wished: wished ?? undefined, found: found ?? undefined };
}

function pagerOf(here: string, tab: DriftTab, page: DriftPageDto, cursor: string | undefined) {
  if (page.nextCursor === null && cursor === undefined) return undefined;
  const state = tab === 'ignored' ? tab : undefined;
  return {
    note: `${page.items.length} on this page`,
    firstHref: cursor === undefined ? undefined : withQuery(here, { state }),
    nextHref: page.nextCursor === null ? undefined : withQuery(here, { state, cursor: page.nextCursor }),
  };
}

/**
 * Asks before edits are written over.
 *
 * @param chosen the objects, as `tickOf` writes them; undefined for all that are open
 */
export function overwriteView(gateway: GatewayDto, chosen: string[] | undefined) {
  const { id, name, drifted } = gateway;
  const count = chosen?.length ?? drifted;
  const what = `${countText(count)} ${count === 1 ? 'object' : 'objects'}`;
  return {
    title: `Overwrite on ${name}`,
    heading: `Overwrite ${what} on ${name}`,
    summary: 'What was edited by hand goes; what Gatehouse has wished stands there again.',
    breadcrumb: [...breadcrumbOf(gateway), { href: gatewayHref(id, 'drift'), label: 'Drift' }],
    formAction: gatewayHref(id, 'drift', 'decide'),
    cancelHref: gatewayHref(id, 'drift'),
    hidden: [
      { name: 'action', value: 'overwrite' },
      { name: 'sure', value: 'yes' },
      ...(chosen === undefined ? [{ name: 'all', value: 'yes' }] : chosen.map((value) => ({ name: 'objects', value }))),
    ],
    text: 'Missing objects are made again, changed ones are written over, and what carries our mark without being ours to know is removed. Calls that depend on the edits will feel it.',
    button: `Overwrite ${what}`,
    isDanger: true,
  };
}

/** What others have put on the gateway. */
export function foreignView(gateway: GatewayDto, page: ForeignObjectPageDto, cursor: string | undefined) {
  const { id, name, foreign, sweptAt } = gateway;
  const here = gatewayHref(id, 'foreign');
  const kinds = [...new Set(page.items.map(({ kind }) => kind))];
  return {
    title: `Objects of others on ${name}`,
    heading: 'Objects of others',
    summary: `Gatehouse never touches what others have put on ${name}: it neither changes nor removes it, and it is no drift.`,
    breadcrumb: breadcrumbOf(gateway),
    action: { href: gatewayHref(id, 'adoption'), label: 'Adopt them', quiet: true },
    sweptAt,
    total: totalOf(foreign),
    counts: kindsOf(foreign),
    groups: kinds.map((kind) => ({
      kind,
      id: `kind-${kind}`,
      label: kindsOf([{ kind, count: 1 }])[0]?.label,
      objects: page.items.filter((item) => item.kind === kind),
    })),
    pager:
      page.nextCursor === null && cursor === undefined
        ? undefined
        : {
            note: `${page.items.length} on this page; at most 500 are known by name`,
            firstHref: cursor === undefined ? undefined : here,
            nextHref: page.nextCursor === null ? undefined : withQuery(here, { cursor: page.nextCursor }),
          },
  };
}

/** The API's refusal of a decision, in one sentence. */
export function refusedDecision(problem: ApiProblem, ticked: string[]): RefusedDecision {
  return { message: problem.fields[0]?.message ?? problem.message, ticked };
}
