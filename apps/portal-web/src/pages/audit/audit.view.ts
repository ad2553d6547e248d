import type { AuditEntryDto, AuditPageDto } from '#contract';
import { withQuery } from '../../view/helpers.js';
import { adminTabs } from '../admin/admin-tabs.js';

const base = '/admin/audit';
const kinds = ['service', 'version', 'plan', 'team', 'application', 'subscription', 'credential', 'gateway', 'user'];

export interface AuditFilter {
  subjectKind: string | undefined;
  subjectId: string | undefined;
  cursor: string | undefined;
}

/** One field that differs; what was not there before or is not there after is undefined. */
interface Difference {
  name: string;
  removed: string | undefined;
  added: string | undefined;
}

export function auditView({ items, nextCursor }: AuditPageDto, { subjectKind, subjectId, cursor }: AuditFilter) {
  const filter = { subjectKind, subjectId };
  return {
    title: 'Audit log',
    adminTabs: adminTabs('audit'),
    kinds: [{ value: '', label: 'everything' }, ...kinds.map((kind) => ({ value: kind, label: kind }))],
    form: { subjectKind: subjectKind ?? '', subjectId },
    isFiltered: subjectKind !== undefined || subjectId !== undefined,
    columns: [{ label: 'When' }, { label: 'Who', wide: true }, { label: 'What', wide: true }, { label: 'To what' }],
    entries: items.map(toRow),
    pager:
      nextCursor === null && cursor === undefined
        ? undefined
        : {
            note: `${items.length} on this page`,
            firstHref: cursor === undefined ? undefined : withQuery(base, filter),
            nextHref: nextCursor === null ? undefined : withQuery(base, { ...filter, cursor: nextCursor }),
          },
  };
}

function toRow({ at, actor, ip, action, subjectKind, subjectId, before, after }: AuditEntryDto) {
  return {
    at,
    actor,
    ip,
    action,
    subjectKind,
    subjectId,
    subjectHref: withQuery(base, { subjectKind, subjectId }),
    differences: differencesOf(before, after),
  };
}

function differencesOf(before: AuditEntryDto['before'], after: AuditEntryDto['after']): Difference[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names]
    .map((name) => ({ name, removed: textOf(before?.[name]), added: textOf(after?.[name]) }))
    .filter(({ removed, added }) => removed !== added);
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
