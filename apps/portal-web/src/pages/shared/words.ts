/** A piece of a sentence: as text, or as something that machines read. */
export interface Word {
  text: string;
  isCode: boolean;
}

/** Splits a sentence at its back-quotes. */
export function wordsOf(message: string): Word[] {
  return message
    .split(/(`[^`]+`)/)
    .filter((part) => part !== '')
    .map((part) => {
      const [, code] = /^`([^`]+)`$/.exec(part) ?? [];
      return code === undefined ? { text: part, isCode: false } : { text: code, isCode: true };
    });
}
