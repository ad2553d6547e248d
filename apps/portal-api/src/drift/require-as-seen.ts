import type { SeenDriftDto } from '#contract';
import { Fault } from '#domain';

/** As much of a finding as tells whether it is still what somebody saw. */
export interface FoundObject {
  objectId: string;
  name: string;
  foundHash: string | null;
}

/** Refuses a decision about what does not stand any more as its maker saw it. What is found no more is passed over. */
export function requireAsSeen(found: readonly FoundObject[], seen: readonly SeenDriftDto[]): void {
  const changed = found.flatMap(({ objectId, name, foundHash }) => {
    const index = seen.findIndex((one) => one.objectId === objectId && one.foundHash !== foundHash);
    const message = `${name} was changed on the gateway again since you looked. Look at it and decide anew.`;
    return index === -1 ? [] : [{ field: `objects.${index}`, message }];
  });
  if (changed[0] !== undefined) throw new Fault('request.precondition_failed', changed[0].message, { fields: changed });
}
