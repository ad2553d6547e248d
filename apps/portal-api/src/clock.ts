/** The one clock (`Clock` of libs/platform); what depends on the time asks it. */
export const CLOCK = Symbol('clock');
