import { type KindCounts, totalCount } from './kind-counts.js';

/** Deletes that nobody is known to have wished may make up this much without anybody being asked. */
export const brakeLimits = { share: 0.25, objects: 20 };

/**
 * Stops deletes that nobody is known to have wished when they are many, because that is more often a broken database than
 * a wish. Small numbers always pass. The share is that of all objects or that of one kind, whichever is too large: half of
 * all keys are few of all objects, and yet half of all callers.
 *
 * @param deletes how many such objects a push would delete, together with those of the last hour
 * @param inventory how many objects of ours they are part of
 * @returns a sentence for the operator, or null when the push may go on
 */
export function brakeReason(deletes: KindCounts, inventory: KindCounts): string | null {
  const overAll = reasonFor(totalCount(deletes), totalCount(inventory), 'objects');
  if (overAll !== null) return overAll;
  for (const [kind, count] of deletes) {
    const ofKind = reasonFor(count, inventory.get(kind) ?? 0, `objects of kind ${kind}`);
    if (ofKind !== null) return ofKind;
  }
  return null;
}

function reasonFor(deletes: number, size: number, what: string): string | null {
  if (deletes <= brakeLimits.objects || deletes <= size * brakeLimits.share) return null;
  return (
    `This change would delete ${deletes} of the ${size} ${what} on the gateway, and nobody is known to have ended ` +
    `what they stand for. More than ${brakeLimits.objects} objects and ${brakeLimits.share * 100} % need a confirmation.`
  );
}
