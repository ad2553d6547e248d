import type { CredentialDto, CredentialSyncDto } from '#contract';
import { isSettled, syncStateView, type SyncStateView } from '../../view/sync-state.js';

/** Where one key is on one gateway. The gateway's own words are for those who run it. */
export interface KeyGatewayView extends Omit<SyncStateView, 'words'> {
  /** The same for all gateways is said once. */
  sameAsAll: boolean;
}

/** How far a key is: one word for all gateways, and each of them. */
export interface KeyStateView {
  state: string;
  sentence: string;
  gateways: KeyGatewayView[];
  /** Where to look again; missing once every gateway has confirmed. */
  pendingHref: string | undefined;
}

/** @param href the page of the key, which is also what a page that waits reads again */
export function keyStateView(key: CredentialDto, href: string): KeyStateView {
  const isWanted = key.state === 'active';
  const { state, sentence } = isWanted ? activeState(key.gateways) : endedState(key);
  return {
    state,
    sentence,
    gateways: key.gateways.map((gateway) => gatewayView(gateway, isWanted, state)),
    pendingHref: isSettled(key.gateways) ? undefined : href,
  };
}

function activeState(gateways: CredentialSyncDto[]): Pick<KeyStateView, 'state' | 'sentence'> {
  if (gateways.length === 0)
    return { state: 'unknown', sentence: 'No gateway serves this environment yet, so the key opens nothing so far.' };
  if (isSettled(gateways)) {
    const who = isSomeNodeAway(gateways) ? 'Every node that answers' : 'The gateway';
    return { state: 'live', sentence: `${who} accepts the key.` };
  }
  if (gateways.some(({ state }) => state === 'failed'))
    return {
      state: 'stuck',
      sentence: 'It did not get there, so calls with it are refused. It is tried again by itself.',
    };
  if (gateways.every(({ state }) => state !== 'pending'))
    return { state: 'checking', sentence: 'The key is on the gateway. Whether calls with it pass is being checked.' };
  return { state: 'not-yet', sentence: 'The key is on its way to the gateway. That takes a second or two.' };
}

function endedState({ state, gateways }: CredentialDto): Pick<KeyStateView, 'state' | 'sentence'> {
  const ended = state === 'revoked' ? 'The key is revoked.' : 'The key has expired.';
  if (isSettled(gateways)) {
    const where = isSomeNodeAway(gateways) ? ' by every node that answers' : '';
    return { state, sentence: `${ended} Calls with it are refused${where}.` };
  }
  return { state: 'removing', sentence: `${ended} Until every node refuses it, calls with it may still pass.` };
}

function isSomeNodeAway(gateways: CredentialSyncDto[]): boolean {
  return gateways.some(({ nodes }) => nodes.unreachable > 0);
}

function gatewayView(gateway: CredentialSyncDto, isWanted: boolean, stateOfAll: string): KeyGatewayView {
  const confirmedAt = isWanted ? gateway.liveAt : gateway.removedAt;
  const { words: _words, ...view } = syncStateView({ ...gateway, confirmedAt }, 'key', isWanted);
  return { ...view, sameAsAll: view.state === stateOfAll };
}
