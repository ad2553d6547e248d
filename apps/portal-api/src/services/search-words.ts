/** More words than this say nothing more about what is looked for. */
const MAX_WORDS = 8;

/** The words of a search in lower case. */
export function searchWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
}

/** A pattern for LIKE that finds the word as it stands, anywhere. */
export function containing(word: string): string {
  return `%${word.replace(/[\\%_]/g, '\\$&')}%`;
}
