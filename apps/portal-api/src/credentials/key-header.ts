/** The header in which every gateway takes a key. */
export const KEY_HEADER = 'apikey';
/** What stands in a sample where a person puts a key. */
export const KEY_PLACEHOLDER = 'YOUR_KEY';
