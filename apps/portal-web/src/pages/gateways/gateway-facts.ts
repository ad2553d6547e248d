import type { FailedScopeDto, GatewayDto, GatewayNodeDto, KindCountDto, SyncRunDto } from '#contract';
import { formatNumber, link } from '../../view/helpers.js';
import { gatewayWords } from '../../view/sync-state.js';

/** The API counts no further. */
const countedUpTo = 10_000;

export const gatewaysHref = '/admin/gateways';

export function gatewayHref(id: string, ...below: string[]): string {
  return link('admin', 'gateways', id, ...below);
}

/** A count that the API may have broken off. */
export function countText(count: number): string {
  return count > countedUpTo ? `${formatNumber(countedUpTo)}+` : formatNumber(count);
}

/** `1 scope`, `4,410 objects`. */
export function countOf(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `Kong 3.9.3, open source`, as far as it has said so. */
export function productOf({ kind, version, edition, writes }: GatewayDto): string {
  const name = kind.charAt(0).toUpperCase() + kind.slice(1);
  const product = version === null ? name : `${name} ${version}`;
  const ways = writes === 'document' ? 'without a database' : null;
  return [product, edition, ways].filter((part) => part !== null).join(', ');
}

export function reachabilityOf({ reachable }: { reachable: boolean | null }): string {
  return reachable === null ? 'unknown' : reachable ? 'reachable' : 'unreachable';
}

/** One word for how far the gateway is with what is wished. */
export function standingOf(gateway: GatewayDto): string {
  if (gateway.failed > 0) return 'failing';
  if (gateway.pending > 0) return 'behind';
  return driftedOf(gateway) > 0 ? 'drifted' : 'in-step';
}

/** How many objects drifted, listed or not. */
export function driftedOf({ drifted, driftLeftOut }: GatewayDto): number {
  return drifted + driftLeftOut;
}

/** Whether it has shown everything that was written so far; of a node that was not asked or is away that is not known. */
export function isShowingAll({ reachable, upToDate }: GatewayNodeDto): boolean {
  return reachable === true && upToDate;
}

/** `2 of 3`: the nodes that show everything. */
export function nodesText({ nodes }: GatewayDto): string {
  return `${nodes.filter(isShowingAll).length} of ${nodes.length}`;
}

/** Whether something about it changes by itself soon, so that a page should look again. */
export function isMoving({ pending, reachable, run, nodes }: GatewayDto): boolean {
  const isRunning = run !== null && run.finishedAt === null;
  const isNodeBehind = nodes.some((node) => node.reachable !== false && !node.upToDate);
  return pending > 0 || reachable === null || isRunning || isNodeBehind;
}

/** How far a push of much is; undefined when none is under way. */
export function progressOf(run: SyncRunDto | null) {
  if (run === null || run.finishedAt !== null) return undefined;
  const { reason, startedAt, total, done, objectsWritten, rate, secondsLeft } = run;
  const figures = [
    `${formatNumber(done)} of ${countOf(total, 'scope')}`,
    `${countOf(objectsWritten, 'object')} written`,
    ...(rate === null ? [] : [`${formatNumber(Math.round(rate))} a second`]),
    ...(secondsLeft === null ? [] : [timeLeftText(secondsLeft)]),
  ];
  return { title: runTitles[reason] ?? 'It is pushed', startedAt, total, done, figures };
}

/** The last push of much, when it is over. */
export function lastRunOf(run: SyncRunDto | null) {
  if (run === null || run.finishedAt === null) return undefined;
  const { reason, done, objectsWritten, finishedAt } = run;
  const text = `${countOf(done, 'scope')}, ${countOf(objectsWritten, 'object')} written`;
  return { title: runTitles[reason] ?? 'A push', text, finishedAt };
}

const runTitles: Record<string, string> = {
  registered: 'First push of everything',
  refilled: 'Everything pushed again',
  settings: 'New settings pushed',
  repaired: 'Drift written over',
  adopted: 'What was adopted pushed',
};

function timeLeftText(seconds: number): string {
  if (seconds < 60) return 'less than a minute left';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} left`;
  return `about ${Math.round(minutes / 6) / 10} hours left`;
}

/** What failed, apart from what the brake holds back. */
export function failuresOf({ failures }: GatewayDto) {
  const toView = ({ label, error, failedAt, retryAt }: FailedScopeDto) => ({
    scope: label,
    since: failedAt,
    retryAt,
    words: gatewayWords(error),
  });
  return {
    stopped: failures.filter(({ stopped }) => stopped).map(toView),
    failures: failures.filter(({ stopped }) => !stopped).map(toView),
  };
}

const kindWords: Record<string, string> = {
  acls: 'group memberships',
  'key-auths': 'keys',
};

/** Objects by kind, in words, the most first. */
export function kindsOf(counts: KindCountDto[]) {
  return counts
    .filter(({ count }) => count > 0)
    .toSorted((left, right) => right.count - left.count)
    .map(({ kind, count }) => ({ kind, label: kindWords[kind] ?? kind.replaceAll(/[-_]/g, ' '), count }));
}

export function totalOf(counts: KindCountDto[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}
