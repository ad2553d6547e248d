/** The beginning of a text, and never half of a character: databases keep no such thing. */
export function cutText(text: string, maxCharacters: number): string {
  return text.slice(0, maxCharacters).replace(/[\ud800-\udbff]$/, '');
}
