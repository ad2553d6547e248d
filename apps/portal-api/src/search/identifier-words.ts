/** Longer runs of letters are no word that anybody types. */
const MAX_WORD_CHARACTERS = 60;

/** Without accents and in compatible letters, so that `Größe` and `grosse` differ by no more than they must. */
function plainLetters(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/\0/g, ' ');
}

/** `getPetsById` → get, pet, by, id; `HTTPServer2` → http, server, 2; `pulls/list-files` → pull, list, file. */
export function identifierWords(text: string): string[] {
  return writtenWords(text).map(singular);
}

function writtenWords(text: string): string[] {
  return plainLetters(text)
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.slice(0, MAX_WORD_CHARACTERS));
}

/** The plural says nothing: `customers` are found by `customer`. Other forms are found by their beginning. */
function singular(word: string): string {
  if (word.length < 4 || /(?:ss|us|is|[^a-z]s)$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return word.replace(/(?<=ss|ch|sh|x|zz|tus)es$|s$/, '');
}

/** The words of an identifier, and all of them as one: `petId` → pet, id, petid. */
export function wordsAndWhole(text: string): string[] {
  const words = identifierWords(text);
  return words.length < 2 ? words : [...words, nameKey(text)];
}

/** An identifier in any style of writing: `findPetsByStatus`, `find_pets_by_status` → findpetsbystatus. */
export function nameKey(text: string): string {
  return writtenWords(text)
    .join('')
    .slice(0, MAX_WORD_CHARACTERS * 2);
}

const MAX_PATH_KEY_CHARACTERS = 400;
/** What comes later in a path is not looked at. */
const MAX_READ_CHARACTERS = 2_000;

/** A path however its parameters are called: `/pet/{petId}/uploadImage/`, `pet/:id/uploadimage` → pet/{}/uploadimage. */
export function pathKey(path: string): string {
  return plainLetters(path.slice(0, MAX_READ_CHARACTERS))
    .toLowerCase()
    .replace(/[?#].*$/, '')
    .replace(/\{[^}/]*\}?|<[^>/]*>?/g, '{}')
    .split('/')
    .map((segment) => (segment.startsWith(':') ? '{}' : segment))
    .join('/')
    .replace(/^\/+|\/+$/g, '')
    .slice(0, MAX_PATH_KEY_CHARACTERS);
}
