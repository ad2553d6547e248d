/** Control characters, and those that turn the direction of whatever text follows. */
const MISLEADING = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The beginning of a text that a gateway gave, so that people can be shown it and a database can hold it. What would stand
 * for something other than itself, and halves of characters, become U+FFFD.
 */
export function harmlessText(text: string, maxChars: number): string {
  return Buffer.from(text.slice(0, maxChars).replace(MISLEADING, '\uFFFD')).toString();
}
