const MAX_FILE_NAME_LENGTH = 200;

/** The last part of a file name, without what cannot be seen. */
export function shownFileName(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? '';
  return last.replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '').slice(0, MAX_FILE_NAME_LENGTH);
}
