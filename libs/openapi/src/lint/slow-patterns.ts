import ret, { type Repetition, type SetToken, type Token, type Tokens } from 'ret';
import { entriesOf, get, isObject, type Json, type JsonObject } from '../json.js';

/** The module is the function, although its types call that `default`. */
const tokenize = ret as unknown as typeof ret.default;

/** Repetitions of so many and more count as endless. */
const MANY = 10;
/** More characters in one range are not looked at one by one. */
const MANY_CHARACTERS = 100;
/** Longer patterns are not looked into. */
const MAX_PATTERN_CHARACTERS = 2_000;
const HEX_ESCAPE = /\\(?:u[\da-f]{4}|x[\da-f]{2})/gi;
/** What stands under these is data, in which a `pattern` is none. */
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const']);

/** Of each schema, those of its patterns that were taken out. */
const takenOut = new WeakMap<object, SlowPattern[]>();

/** A pattern with where it stands within its schema. */
export interface SlowPattern {
  pattern: string;
  place: [keyword: 'pattern'] | [keyword: 'patternProperties', pattern: string];
}

/**
 * Takes the patterns out of the schemas of a document that may take exponential time: whoever holds an example against one
 * may never come to an end. `slowPatternsOf` has them then.
 */
export function takeOutSlowPatterns(value: Json): void {
  if (Array.isArray(value)) for (const item of value) takeOutSlowPatterns(item);
  if (!isObject(value)) return;
  const slow = slowPatternsIn(value);
  if (slow.length > 0) takenOut.set(value, slow);
  for (const { pattern, place } of slow)
    if (place[0] === 'pattern') delete value['pattern'];
    else delete (value['patternProperties'] as JsonObject)[pattern];
  for (const [name, child] of Object.entries(value)) if (!DATA.has(name)) takeOutSlowPatterns(child);
}

/** The patterns that were taken out of this schema. */
export function slowPatternsOf(schema: unknown): readonly SlowPattern[] {
  return takenOut.get(schema as object) ?? [];
}

function slowPatternsIn(schema: JsonObject): SlowPattern[] {
  const pattern = get(schema, 'pattern');
  const slow =
    typeof pattern === 'string' && mayBeSlow(pattern) ? [{ pattern, place: ['pattern'] as ['pattern'] }] : [];
  const names = entriesOf(get(schema, 'patternProperties')).map(([name]) => name);
  return [
    ...slow,
    ...names.filter(mayBeSlow).map((name): SlowPattern => ({ pattern: name, place: ['patternProperties', name] })),
  ];
}

/**
 * Whether a text can be divided in many ways between the rounds of an endless repetition: by a repetition within it, as in
 * `(a+)*`, or by a choice, as in `(a|aa)*`; in `(-a+)*` the hyphen says where each round begins. What is no regular
 * expression is not slow.
 */
export function mayBeSlow(pattern: string): boolean {
  // Two repetitions, or one of a choice, need so many signs.
  if (!/[*+{|].*[*+{]/s.test(pattern)) return false;
  if (pattern.length > MAX_PATTERN_CHARACTERS) return true;
  try {
    return hasAmbiguousRepetition(tokenize(pattern.replace(HEX_ESCAPE, (escape) => withUpperCase(escape))));
  } catch (error) {
    // Too many groups within each other.
    return error instanceof RangeError;
  }
}

/** `\u001f` as `\u001F`, because the tokenizer knows no other. */
function withUpperCase(escape: string): string {
  return escape.slice(0, 2) + escape.slice(2).toUpperCase();
}

function hasAmbiguousRepetition(token: Tokens): boolean {
  if (isMany(token) && (hasAmbiguousRound(token.value) || hasAmbiguousChoice(token.value))) return true;
  return childrenOf(token).some(hasAmbiguousRepetition);
}

function isMany(token: Tokens): token is Repetition {
  return token.type === ret.types.REPETITION && token.max >= MANY;
}

function hasAmbiguousRound(round: Token): boolean {
  return repetitionsWithin(round).some((inner) => !isDivided(round, inner));
}

/** Those that may take more or less. */
function repetitionsWithin(token: Token): Repetition[] {
  const isOne = token.type === ret.types.REPETITION && token.max > 1 && token.max > token.min;
  return [...(isOne ? [token] : []), ...childrenOf(token).flatMap(repetitionsWithin)];
}

/** Whether what one option stands for may be taken for another one, sign by sign. */
function hasAmbiguousChoice(token: Token): boolean {
  const options = token.type === ret.types.GROUP ? (token.options ?? []) : [];
  const isAmbiguous = options.some(
    ([sign, ...more], at) =>
      sign !== undefined &&
      more.length === 0 &&
      options.some(
        (other, place) => place !== at && other.length > 0 && other.every((one) => haveOneInCommon(sign, one)),
      ),
  );
  return isAmbiguous || childrenOf(token).some(hasAmbiguousChoice);
}

/** Whether two single signs may be the same character. */
function haveOneInCommon(sign: Token, other: Token): boolean {
  return (
    charactersOf(sign).some((character) => isSign(other) && takes(other, character)) ||
    charactersOf(other).some((character) => isSign(sign) && takes(sign, character))
  );
}

function isSign({ type }: Token): boolean {
  return type === ret.types.CHAR || type === ret.types.SET;
}

/** Whether each round has a sign of its own, which the repetition within cannot take for one of its. */
function isDivided(round: Token, inner: Repetition): boolean {
  const signs = round.type === ret.types.GROUP ? (round.stack ?? []) : [];
  return signs.some((sign) => {
    const characters = charactersOf(sign);
    return characters.length > 0 && characters.every((character) => !takes(inner, character));
  });
}

/** Those that a single sign may be; none where these are too many, or it is no single sign. */
function charactersOf(sign: Token | SetToken): number[] {
  if (sign.type === ret.types.CHAR) return [sign.value];
  if (sign.type === ret.types.RANGE && sign.to - sign.from < MANY_CHARACTERS)
    return Array.from({ length: sign.to - sign.from + 1 }, (_, at) => sign.from + at);
  if (sign.type !== ret.types.SET || sign.not) return [];
  const parts = sign.set.map(charactersOf);
  return parts.every(({ length }) => length > 0) ? parts.flat() : [];
}

/** Whether the character may stand anywhere in what the token stands for. */
function takes(token: Token | SetToken, character: number): boolean {
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

function childrenOf(token: Tokens): readonly Token[] {
  if (token.type === ret.types.REPETITION) return [token.value];
  return token.type === ret.types.ROOT || token.type === ret.types.GROUP
    ? (token.stack ?? token.options?.flat() ?? [])
    : [];
}
