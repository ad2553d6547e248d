import { decideTransition, Fault, invalidField, type VersionState } from '#domain';
import type { VersionChange, VersionRow } from './version.store.js';

/** One step of a version's life. */
export interface Move {
  /** `version.published` in the audit log. */
  action: string;
  from: VersionState;
  to: VersionState;
  /** The dates that it writes. */
  dates(now: Date): VersionChange;
}

export const PUBLISH: Move = {
  action: 'version.published',
  from: 'draft',
  to: 'published',
  dates: (now) => ({ publishedAt: now }),
};

export const UNDEPRECATE: Move = {
  action: 'version.undeprecated',
  from: 'deprecated',
  to: 'published',
  dates: () => ({ deprecatedAt: null, sunsetAt: null }),
};

export const RETIRE: Move = {
  action: 'version.retired',
  from: 'deprecated',
  to: 'retired',
  dates: (now) => ({ retiredAt: now }),
};

/** `sunsetAt`: when the version will be retired, where that is known already. */
export function deprecation(sunsetAt: Date | null): Move {
  const dates = (now: Date): VersionChange => {
    if (sunsetAt !== null && sunsetAt <= now) {
      const message = 'The day on which the version will be retired must lie ahead.';
      throw invalidField('sunsetAt', message);
    }
    return { deprecatedAt: now, sunsetAt };
  };
  return { action: 'version.deprecated', from: 'published', to: 'deprecated', dates };
}

/** What the step writes, or why the version cannot take it. */
export function decideMove(version: VersionRow, move: Move, now: Date): VersionChange {
  const facts = { hasSpec: version.specHash !== null, hasUpstream: version.upstreamUrl !== null };
  const state = decideTransition(version.state, move.to, facts);
  if (version.state !== move.from)
    throw new Fault('version.illegal_transition', `This needs a ${move.from} version. This one is ${version.state}.`);
  return { state, ...move.dates(now) };
}
