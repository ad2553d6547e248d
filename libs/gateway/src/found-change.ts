/**
 * What an object that somebody has changed by hand says of its version, as far as it was changed; or why the catalogue has
 * no place for the change, in words for the person who decides about it.
 */
export type FoundChange = { upstreamUrl?: string; basePath?: string; hosts?: string[] } | { refused: string };
