import type { CredentialDto, CredentialSyncDto } from '#contract';
import { syncStateView } from '../../view/sync-state.js';

/** Where one key is on one gateway. */
export interface KeyGatewayView {
  name: string;
  state: string;
  /** What the time means: `since` when it is accepted, `confirmed` when it is gone. */
  word: string;
  at: string | null;
  error: string | undefined;
  retryAt: string | null;
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
  const settled = key.gateways.every(({ state }) => state === 'confirmed');
  return {
    ...(isWanted ? activeState(key.gateways) : endedState(key)),
    gateways: key.gateways.map((gateway) => gatewayView(gateway, isWanted)),
    pendingHref: settled ? undefined : href,
  };
}

function activeState(gateways: CredentialSyncDto[]): Pick<KeyStateView, 'state' | 'sentence'> {
  if (gateways.length === 0)
    return { state: 'unknown', sentence: 'No gateway serves this environment yet, so the key opens nothing so far.' };
  if (gateways.every(({ state }) => state === 'confirmed'))
    return { state: 'live', sentence: 'The gateway accepts the key.' };
  if (gateways.some(({ state }) => state === 'failed'))
    return {
      state: 'stuck',
      sentence: 'It did not get there, so calls with it are refused. It is tried again by itself.',
    };
  return { state: 'not-yet', sentence: 'The key is on its way to the gateway. That takes a second or two.' };
}

function endedState({ state, gateways }: CredentialDto): Pick<KeyStateView, 'state' | 'sentence'> {
  const gone = gateways.every((gateway) => gateway.state === 'confirmed');
  const ended = state === 'revoked' ? 'The key is revoked.' : 'The key has expired.';
  if (gone) return { state, sentence: `${ended} Calls with it are refused.` };
  return { state: 'removing', sentence: `${ended} Not every gateway has confirmed that yet.` };
}

function gatewayView(gateway: CredentialSyncDto, isWanted: boolean): KeyGatewayView {
  const { name, state, error, retryAt } = syncStateView(gateway, isWanted);
  const at = isWanted ? gateway.liveAt : gateway.removedAt;
  return { name, state, word: isWanted ? 'since' : 'confirmed', at, error, retryAt };
}
