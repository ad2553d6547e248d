import type { SyncStatusDto } from '#contract';

/** How one wish of ours stands on one gateway, in the words of the pages. */
export interface SyncStateView {
  name: string;
  environment: string;
  /** A state that has a badge. */
  state: string;
  /** The gateway's own words. */
  error: string | undefined;
  confirmedAt: string | null;
  retryAt: string | null;
}

/** @param isWanted whether the thing should be there (live, issued) or gone (retired, revoked) */
export function syncStateView(status: SyncStatusDto, isWanted: boolean): SyncStateView {
  const { gatewayName, environment, state, error, confirmedAt, retryAt } = status;
  const words = isWanted
    ? { pending: 'not-yet', taken: 'not-yet', confirmed: 'live', failed: 'stuck' }
    : { pending: 'removing', taken: 'removing', confirmed: 'removed', failed: 'not-removed' };
  return {
    name: gatewayName,
    environment,
    state: words[state],
    error: error === null ? undefined : gatewayWords(error),
    confirmedAt,
    retryAt,
  };
}

/** What a gateway has said; one sentence about many objects is said once. */
export function gatewayWords(error: string): string {
  return [...new Set(error.split('; '))].join('; ');
}

/** Whether a page that shows these should look again soon. */
export function isSettled(statuses: SyncStatusDto[]): boolean {
  return statuses.every(({ state }) => state === 'confirmed');
}
