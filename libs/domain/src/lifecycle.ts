import { Fault } from './fault.js';

export const VERSION_STATES = ['draft', 'published', 'deprecated', 'retired'] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** What must be known about a version before it may move on. */
export interface VersionFacts {
  hasSpec: boolean;
  hasUpstream: boolean;
}

const ALLOWED: Record<VersionState, readonly VersionState[]> = {
  draft: ['published'],
  published: ['deprecated'],
  deprecated: ['published', 'retired'],
  retired: [],
};

const REASONS: Record<VersionState, string> = {
  draft: 'A version that was published once cannot become a draft again.',
  published: 'Only a draft can be published, and only a deprecated version can return to published.',
  deprecated: 'Only a published version can be deprecated.',
  retired: 'Only a deprecated version can be retired, so that its callers are warned first.',
};

/** Gives the state that the version has afterwards, or says why it may not go there. */
export function decideTransition(state: VersionState, to: VersionState, facts: VersionFacts): VersionState {
  if (!ALLOWED[state].includes(to)) {
    const reason = state === to ? `The version is ${state} already.` : `${REASONS[to]} This one is ${state}.`;
    throw new Fault('version.illegal_transition', reason);
  }
  if (to === 'published') requireComplete(facts);
  return to;
}

function requireComplete(facts: VersionFacts): void {
  const fields = [
    ...(facts.hasSpec ? [] : [{ field: 'spec', message: 'Upload an OpenAPI document.' }]),
    ...(facts.hasUpstream ? [] : [{ field: 'upstreamUrl', message: 'Set the address that calls are passed to.' }]),
  ];
  if (fields.length > 0)
    throw new Fault('version.incomplete', `Before publishing: ${fields.map((f) => f.message).join(' ')}`, { fields });
}

/** A draft may be deleted; what was published once is part of the record and stays. */
export function requireDeletable(state: VersionState): void {
  if (state !== 'draft')
    throw new Fault('version.not_draft', `Only a draft can be deleted. This version is ${state}: retire it instead.`);
}

/** Whether gateways serve a version in this state. */
export function isLive(state: VersionState): boolean {
  return state === 'published' || state === 'deprecated';
}
