import ret, { type SetToken, type Token, type Tokens } from 'ret';

/** The module is the function, although its types call that `default`. */
const tokenize = ret as unknown as typeof ret.default;

/** More characters in one range are not looked at one by one. */
const MANY_CHARACTERS = 100;
const HEX_ESCAPE = /\\(?:u[\da-f]{4}|x[\da-f]{2})/gi;
/** Those that a large set, such as `.` and `[^,]`, is tried with. */
const ASCII = Array.from({ length: 128 }, (_, character) => character);

/** The parts of a regular expression. Throws where it is none, a RangeError where groups stand in each other too deeply. */
export function tokensOfPattern(pattern: string): Tokens {
  return tokenize(pattern.replace(HEX_ESCAPE, (escape) => withUpperCase(escape)));
}

/** `\u001f` as `\u001F`, because the tokenizer knows no other. */
function withUpperCase(escape: string): string {
  return escape.slice(0, 2) + escape.slice(2).toUpperCase();
}

export function childrenOf(token: Tokens): readonly Token[] {
  if (token.type === ret.types.REPETITION) return [token.value];
  return token.type === ret.types.ROOT || token.type === ret.types.GROUP
    ? (token.stack ?? token.options?.flat() ?? [])
    : [];
}

/** Those that a single sign may be; none where these are too many, or it is no single sign. */
export function charactersOf(sign: Token | SetToken): number[] {
  if (sign.type === ret.types.CHAR) return [sign.value];
  if (sign.type === ret.types.RANGE && sign.to - sign.from < MANY_CHARACTERS)
    return Array.from({ length: sign.to - sign.from + 1 }, (_, at) => sign.from + at);
  if (sign.type !== ret.types.SET || sign.not) return [];
  const parts = sign.set.map(charactersOf);
  return parts.every(({ length }) => length > 0) ? parts.flat() : [];
}

/** Whether the character may stand anywhere in what the token stands for. */
export function takes(token: Token | SetToken, character: number): boolean {
  switch (token.type) {
    case ret.types.CHAR:
      return token.value === character;
    case ret.types.RANGE:
      return token.from <= character && character <= token.to;
    case ret.types.SET:
      return token.set.some((part) => takes(part, character)) !== token.not;
    case ret.types.REFERENCE:
      return true;
    default:
      return childrenOf(token).some((child) => takes(child, character));
  }
}

/** A character that so many of the tokens take is among these: those of small sets, and ASCII for large ones. */
export function someCharactersOf(token: Token): number[] {
  const own = charactersOf(token);
  if (own.length > 0) return own;
  const inner = childrenOf(token);
  return inner.length > 0 ? inner.flatMap(someCharactersOf) : ASCII;
}
