import { decideTransition, Fault, type LifecyclePlan, type VersionState } from '#domain';
import type { VersionChange, VersionRow } from './version.store.js';

/** One step of a version's life. */
export interface Move {
  /** `version.published` in the audit log. */
  action: string;
  from: VersionState;
  to: VersionState;
  /** What it writes besides the state. */
  change(version: VersionRow, now: Date): VersionChange;
}

/** A step of a version that gateways serve: nothing new has to fit on them. */
export interface LaterMove extends Move {
  from: 'published' | 'deprecated';
}

/** What a step done by hand leaves of what was planned: nothing. */
const NOTHING_PLANNED = { deprecatesAt: null, retiresAtSunset: false };

export const PUBLISH: Move = {
  action: 'version.published',
  from: 'draft',
  to: 'published',
  change: (_version, now) => ({ publishedAt: now }),
};

export const UNDEPRECATE: LaterMove = {
  action: 'version.undeprecated',
  from: 'deprecated',
  to: 'published',
  change: () => ({ ...NOTHING_PLANNED, deprecatedAt: null, sunsetAt: null, successorId: null }),
};

/** A version that is retired before its sunset, or without one, has ended now. */
export const RETIRE: LaterMove = {
  action: 'version.retired',
  from: 'deprecated',
  to: 'retired',
  change: ({ sunsetAt }, now) => ({
    ...NOTHING_PLANNED,
    retiredAt: now,
    sunsetAt: sunsetAt !== null && sunsetAt < now ? sunsetAt : now,
  }),
};

/** A deprecation that somebody asks for now. */
export function deprecation(plan: Omit<LifecyclePlan, 'deprecatesAt'> & { successorId: string | null }): LaterMove {
  const { sunsetAt, retiresAtSunset, successorId } = plan;
  return deprecationAs((_version, now) => {
    return { deprecatesAt: null, deprecatedAt: now, sunsetAt, retiresAtSunset, successorId };
  });
}

/** A deprecation whose time has come: it counts from the time that was announced, however late it is carried out. */
export const PLANNED_DEPRECATION = deprecationAs(({ deprecatesAt }, now) => {
  return { deprecatesAt: null, deprecatedAt: deprecatesAt ?? now };
});

function deprecationAs(change: Move['change']): LaterMove {
  return { action: 'version.deprecated', from: 'published', to: 'deprecated', change };
}

/** What the step writes, or why the version cannot take it. */
export function decideMove(version: VersionRow, move: Move, now: Date): VersionChange {
  const facts = { hasSpec: version.specHash !== null, hasUpstream: version.upstreamUrl !== null };
  const state = decideTransition(version.state, move.to, facts);
  if (version.state !== move.from)
    throw new Fault('version.illegal_transition', `This needs a ${move.from} version. This one is ${version.state}.`);
  return { state, ...move.change(version, now) };
}
