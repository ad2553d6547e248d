import { Fault, isLive } from '#domain';
import type { VersionRow } from '../versions/version.store.js';

export function requireOpen({ state }: VersionRow): void {
  if (state === 'retired')
    throw new Fault('version.illegal_transition', 'A retired version is part of the record and takes no new document.');
}

/** Only what people call has something that a proposal could break. */
export function requireLive({ state }: VersionRow): void {
  requireOpen({ state } as VersionRow);
  if (!isLive(state))
    throw new Fault('version.illegal_transition', 'This is a draft: give it the document itself, nobody calls it yet.');
}
