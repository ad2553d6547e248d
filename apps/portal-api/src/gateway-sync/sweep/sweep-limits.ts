/** Listed objects that are compared in one statement. */
export const CHUNK = 1_000;

/** A sweep that takes longer has failed: the other gateways wait for their turn. */
export const SWEEP_MINUTES = 10;

/** Findings that are looked at once more before they are believed. Of more a person decides. */
export const LOOKED_AT_TWICE = 1_000;

/** How many objects of others are known by name. */
export const NAMED_FOREIGN = 500;

/** The longest name that is kept, in characters. */
export const NAME_LENGTH = 200;

/** How many findings of a gateway are kept. More are counted; decide about these, and the next sweep keeps others. */
export const FINDINGS_KEPT = 10_000;

/** How many fields of a finding are kept, how much of each value, in characters, and of all of them, in bytes of JSON. */
export const FIELDS_KEPT = 50;
export const VALUE_LENGTH = 2_000;
export const FIELDS_BYTES = 16 * 1024;

/** A repair of more objects than this shows how far it is. */
export const SHOWN_AS_RUN = 200;
