/** Statements about so few scopes are planned once: planning takes longer than they do. */
const PLANNED_ONCE_UP_TO = 20;

/**
 * The name under which PostgreSQL keeps the plan of a statement, for few scopes. For many none, so that it is planned
 * anew: a plan that was made while a gateway's inventory was empty would read all of it again and again as it fills.
 */
export function planName(name: string, scopes: number): string | undefined {
  return scopes <= PLANNED_ONCE_UP_TO ? name : undefined;
}
