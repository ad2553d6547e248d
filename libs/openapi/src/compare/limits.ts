/** Changes that a comparison lists; the counts are of all. */
export const MAX_CHANGES = 20_000;
/** Operations named with all listed changes together. */
export const MAX_CHANGE_OPERATIONS = 2_000_000;
/** Pairs of schemas held against each other: two circles of different lengths meet in as many pairs as their product. */
export const MAX_SCHEMA_PAIRS = 500_000;
/** Different schemas in both documents together. */
export const MAX_DISTINCT_SCHEMAS = 8_000_000;
/** Schemas that one `allOf` joins, those behind references and within each other included. */
export const MAX_JOINED_SCHEMAS = 1_000;
/** Pairs of branches of a `oneOf` or `anyOf` that are tried for likeness. */
export const MAX_BRANCH_PAIRS = 10_000;
/** Characters of a name or value in a message. */
export const MAX_QUOTED_CHARACTERS = 80;
