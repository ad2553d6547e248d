/** Listed objects that are compared in one statement. */
export const CHUNK = 1_000;

/** Findings that are looked at once more before they are believed. Of more a person decides. */
export const LOOKED_AT_TWICE = 1_000;

/** How many objects of others are known by name. */
export const NAMED_FOREIGN = 500;

/** The longest name that is kept, in characters. */
export const NAME_LENGTH = 200;

/** How many fields of a finding are kept, and how much of each value, in characters. */
export const FIELDS_KEPT = 50;
export const VALUE_LENGTH = 2_000;

/** A repair of more objects than this shows how far it is. */
export const SHOWN_AS_RUN = 200;
