/**
 * Whether what a gateway stored holds everything that was wished. The gateway may add fields (defaults, ids); a list
 * must be equal in length and order, and a wished null is met by a missing field.
 */
export function matchesWish(wished: unknown, stored: unknown): boolean {
  if (wished === null || wished === undefined) return stored === null || stored === undefined;
  if (Array.isArray(wished)) {
    return (
      Array.isArray(stored) &&
      stored.length === wished.length &&
      wished.every((member, index) => matchesWish(member, stored[index]))
    );
  }
  if (typeof wished !== 'object') return wished === stored;
  if (stored === null || typeof stored !== 'object' || Array.isArray(stored)) return false;
  const members = new Map(Object.entries(stored));
  return Object.entries(wished).every(([key, member]) => matchesWish(member, members.get(key)));
}
