import type { PlanSyncDto, SyncStatusDto } from '#contract';
import { formatNumber } from './helpers.js';

/** What a wish is about, as far as the words for it differ. */
export type SyncSubject = 'key' | 'version' | 'limits';

/** How one wish of ours stands on one gateway, in the words of the pages. */
export interface SyncStateView {
  name: string;
  environment: string;
  /** A state that has a badge. */
  state: string;
  /** What the badge does not say: how many nodes, what is still open, who does not answer. */
  sentence: string | undefined;
  /** What happened when: wished, taken by the gateway, seen on its nodes. */
  moments: { word: string; at: string }[];
  /** Since when its nodes have been seen to act so. */
  seenAt: string | null;
  retryAt: string | null;
  /** The gateway's own words: for those who run it or own what was refused, not for who calls. */
  words: string | undefined;
}

/** @param isWanted whether the thing should be there (live, issued) or gone (retired, revoked) */
export function syncStateView(status: SyncStatusDto, subject: SyncSubject, isWanted: boolean): SyncStateView {
  const { gatewayName, environment, state, wishedAt, takenAt, confirmedAt, error, retryAt } = status;
  const seenAt = state === 'confirmed' ? confirmedAt : null;
  const said = isWanted ? wantedWords : goneWords[subject];
  return {
    name: gatewayName,
    environment,
    state: said.badges[state],
    sentence: isWanted ? wantedSentence(status) : goneSentence(status, subject),
    moments: [
      { word: 'wished', at: wishedAt },
      { word: said.taken, at: takenAt },
      { word: said.seen, at: seenAt },
    ].filter((moment): moment is { word: string; at: string } => moment.at !== null),
    seenAt,
    retryAt,
    words: error === null ? undefined : gatewayWords(error),
  };
}

type Badges = Record<SyncStatusDto['state'], string>;
const wantedWords = {
  badges: { pending: 'not-yet', taken: 'checking', confirmed: 'live', failed: 'stuck' } satisfies Badges,
  taken: 'on the gateway',
  seen: 'live',
};
const removed = { pending: 'removing', taken: 'removing', confirmed: 'removed', failed: 'not-removed' };
const goneWords = {
  key: { badges: { ...removed, confirmed: 'refused' }, taken: 'taken off', seen: 'refused', passes: 'let in' },
  version: { badges: removed, taken: 'taken off', seen: 'gone', passes: 'served' },
  limits: { badges: removed, taken: 'taken off', seen: 'gone', passes: 'held' },
} satisfies Record<SyncSubject, { badges: Badges; taken: string; seen: string; passes: string }>;

function wantedSentence({ state, nodes, gatewayReachable }: SyncStatusDto): string | undefined {
  const { total, confirmed } = nodes;
  if (state === 'taken') return confirmed === 0 ? 'On the gateway, being checked.' : `Live on ${of(confirmed, total)}.`;
  if (state === 'confirmed')
    return severalNodes(nodes, `Live on all ${total} nodes`, `Live on ${of(confirmed, total)}`);
  if (gatewayReachable === false) return 'The gateway does not answer. It gets this as soon as it does.';
  return state === 'failed' ? 'The gateway has not taken it.' : undefined;
}

function goneSentence({ state, nodes, gatewayReachable }: SyncStatusDto, subject: SyncSubject): string | undefined {
  const { passes } = goneWords[subject];
  const { total, confirmed, unreachable } = nodes;
  if (state === 'taken') {
    const left = Math.max(0, total - confirmed - unreachable);
    if (confirmed === 0 || left === 0) return 'Taken off, being checked.';
    return `Taken off, still ${passes} by ${left} of ${total} nodes.`;
  }
  if (state === 'confirmed') {
    const [everywhere, some] =
      subject === 'key' ? ['Refused everywhere', 'Refused by'] : ['Gone everywhere', 'Gone from'];
    return severalNodes(nodes, everywhere, `${some} ${of(confirmed, total)}`);
  }
  if (gatewayReachable === false) return 'The gateway does not answer. Until it does, calls may still pass there.';
  return 'Not yet taken off.';
}

/** A gateway of one node needs no count; a node that does not answer is named wherever one is. */
function severalNodes({ total, confirmed, unreachable }: SyncStatusDto['nodes'], all: string, some: string) {
  if (total <= 1) return undefined;
  const away = unreachable === 0 ? '' : `; ${unreachable} ${unreachable === 1 ? 'does' : 'do'} not answer`;
  return confirmed >= total ? `${all}.` : `${some}${away}.`;
}

function of(confirmed: number, total: number): string {
  return `${confirmed} of ${total} ${total === 1 ? 'node' : 'nodes'}`;
}

/** The API looks at no more subscriptions of a plan. */
const planLookedAt = 1_000;

/** How the limits of one plan stand on one gateway, over all that are subscribed to it. */
export function planStateView({ gatewayName, total, pending, taken }: PlanSyncDto) {
  const among = `${total < planLookedAt ? '' : 'the first '}${formatNumber(total)} subscriptions`;
  const state = pending > 0 ? 'not-yet' : taken > 0 ? 'checking' : 'live';
  const open = [
    pending > 0 ? `${formatNumber(pending)} wait` : '',
    taken > 0 ? `${formatNumber(taken)} on the gateway, being checked` : '',
  ].filter((text) => text !== '');
  return { name: gatewayName, state, sentence: open.length === 0 ? undefined : `Of ${among}, ${open.join(', ')}.` };
}

/** What a gateway has said; one sentence about many objects is said once. */
export function gatewayWords(error: string): string {
  return [...new Set(error.split('; '))].join('; ');
}

/** Whether a page that shows these need not look again soon. */
export function isSettled(statuses: SyncStatusDto[]): boolean {
  return statuses.every(({ state }) => state === 'confirmed');
}
