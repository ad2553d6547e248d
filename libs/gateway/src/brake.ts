/** A push may delete this much of a gateway's inventory without anybody being asked. */
export const brakeLimits = { share: 0.25, objects: 20 };

/**
 * Stops a push that would delete much of what a gateway holds, because that is more often a broken database than a
 * wish. Small numbers always pass.
 *
 * @param deletes how many objects would be deleted
 * @param inventorySize how many objects we own on that gateway
 * @returns a sentence for the operator, or null when the push may go on
 */
export function brakeReason(deletes: number, inventorySize: number): string | null {
  if (deletes <= brakeLimits.objects || deletes <= inventorySize * brakeLimits.share) return null;
  return (
    `This change would delete ${deletes} of the ${inventorySize} objects on the gateway. ` +
    `More than ${brakeLimits.objects} objects and ${brakeLimits.share * 100} % at once need a confirmation.`
  );
}
