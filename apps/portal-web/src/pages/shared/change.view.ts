import { createHash } from 'node:crypto';
import type { CallerDto, ChangeClassName, ChangeDto, OperationRefDto } from '#contract';
import { formatNumber } from '../../view/helpers.js';
import { wordsOf, type Word } from './words.js';

/** So many operations of a change are shown at once; the others behind a disclosure. */
const shownOperations = 3;

/** One change as a page shows it. */
export interface ChangeView {
  anchor: string;
  state: ChangeClassName;
  words: Word[];
  why: string;
  rule: string;
  operations: OperationRefDto[];
  more: { label: string; operations: OperationRefDto[]; unnamed: string | undefined } | undefined;
  isOfDocument: boolean;
  side: string | undefined;
  basePointer: string | null;
  targetPointer: string | null;
  /** Who calls what changes is told to the team of the service alone. */
  areCallersKnown: boolean;
  callers: { name: string; team: string; calls: string; operation: string | undefined }[];
  moreCallers: string | undefined;
  permalink: string | undefined;
}

const sides = { request: 'what is sent', response: 'what is answered' } as const;

/** @param permalink where the page with this change and no other rule's is found again; the anchor is put behind it */
export function changeView(change: ChangeDto, permalink?: string): ChangeView {
  const { rule, message, why, operations, operationCount, direction, basePointer, targetPointer } = change;
  const anchor = anchorOf(change);
  return {
    anchor,
    state: change.class,
    words: wordsOf(message),
    why,
    rule,
    operations: operations.slice(0, shownOperations),
    more: moreOf(operations.slice(shownOperations), operationCount - shownOperations),
    isOfDocument: operationCount === 0,
    side: direction === null ? undefined : sides[direction],
    basePointer,
    targetPointer,
    areCallersKnown: change.callers !== undefined,
    callers: (change.callers ?? []).map((caller) => callerOf(caller, operationCount !== 1)),
    moreCallers: moreCallersOf(change),
    permalink: permalink === undefined ? undefined : `${permalink}#${anchor}`,
  };
}

/** Changes by class, the worst first. */
export function changeGroups(changes: ChangeView[]) {
  const titles = { breaking: 'Breaking', dangerous: 'Dangerous', safe: 'Safe' } as const;
  const texts = {
    breaking: 'Programs that work today may fail.',
    dangerous: 'Allowed by the contract, and still a surprise for some programs.',
    safe: 'Nobody needs to do anything.',
  } as const;
  return (['breaking', 'dangerous', 'safe'] as const)
    .map((state) => ({
      state,
      id: `changes-${state}`,
      title: titles[state],
      text: texts[state],
      changes: changes.filter((change) => change.state === state),
    }))
    .filter((group) => group.changes.length > 0);
}

/** What a change is called within its page; the same whenever the same two documents are compared. */
function anchorOf({ rule, direction, basePointer, targetPointer, message }: ChangeDto): string {
  const text = JSON.stringify([rule, direction, basePointer, targetPointer, message]);
  return `change-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}

function moreOf(named: OperationRefDto[], count: number): ChangeView['more'] {
  if (count <= 0) return undefined;
  const unnamed = count - named.length;
  return {
    label: `${formatNumber(count)} more ${count === 1 ? 'operation' : 'operations'}`,
    operations: named,
    unnamed: unnamed === 0 ? undefined : `and ${formatNumber(unnamed)} that are not named here`,
  };
}

function callerOf({ applicationName, teamName, calls, operation }: CallerDto, isNamed: boolean) {
  return {
    name: applicationName,
    team: teamName,
    calls: `${formatNumber(calls)} ${calls === 1 ? 'call' : 'calls'}`,
    operation: isNamed && operation !== null ? `${operation.method} ${operation.path}` : undefined,
  };
}

function moreCallersOf({ callers = [], callerCount = 0 }: ChangeDto): string | undefined {
  const more = callerCount - new Set(callers.map(({ applicationId }) => applicationId)).size;
  return more <= 0 ? undefined : `and ${formatNumber(more)} more ${more === 1 ? 'application' : 'applications'}`;
}
