import type { Config } from '#platform';

export type { Config };

/** The settings, parsed once at start. */
export const CONFIG = Symbol('config');
