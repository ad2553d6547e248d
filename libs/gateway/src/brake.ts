/** Deletes that nobody is known to have wished may make up this much without anybody being asked. */
export const brakeLimits = { share: 0.25, objects: 20 };

/**
 * Stops deletes that nobody is known to have wished when they are many, because that is more often a broken database than
 * a wish. Small numbers always pass.
 *
 * @param deletes how many such objects a push would delete, together with those of the last hour
 * @param inventorySize how many objects of ours they are part of
 * @returns a sentence for the operator, or null when the push may go on
 */
export function brakeReason(deletes: number, inventorySize: number): string | null {
  if (deletes <= brakeLimits.objects || deletes <= inventorySize * brakeLimits.share) return null;
  return (
    `This change would delete ${deletes} of the ${inventorySize} objects on the gateway, and nobody is known to have ended ` +
    `what they stand for. More than ${brakeLimits.objects} objects and ${brakeLimits.share * 100} % need a confirmation.`
  );
}
