import ret, { type Repetition, type Token, type Tokens } from 'ret';
import { entriesOf, get, isObject, type Json, type JsonObject } from '../json.js';
import { hasJoinedRepetitions } from './joined-repetitions.js';
import { charactersOf, childrenOf, someCharactersOf, takes, tokensOfPattern } from './pattern-tokens.js';

/** Repetitions of so many and more count as endless. */
const MANY = 10;
/** Longer patterns are not looked into. */
const MAX_PATTERN_CHARACTERS = 2_000;
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
 * Takes the patterns out of the schemas of a document that may take very long: whoever holds an example against one
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
 * `(a+)*`, by what need not be there, as in `(a?a)*`, or by a choice, as in `(a|aa)*`; in `(-a+)*` the hyphen says where
 * each round begins. Or between repetitions that follow each other. What is no regular expression is not slow.
 */
export function mayBeSlow(pattern: string): boolean {
  // Two repetitions, or one of a choice, need so many signs.
  if (!/[*+{?|].*[*+{]/s.test(pattern)) return false;
  if (pattern.length > MAX_PATTERN_CHARACTERS) return true;
  try {
    const root = tokensOfPattern(pattern);
    return hasAmbiguousRepetition(root) || hasJoinedRepetitions(root);
  } catch (error) {
    // Too many groups within each other.
    return error instanceof RangeError;
  }
}

function hasAmbiguousRepetition(token: Tokens): boolean {
  if (isMany(token) && (hasAmbiguousRound(token.value) || hasAmbiguousChoice(token.value))) return true;
  return childrenOf(token).some(hasAmbiguousRepetition);
}

function isMany(token: Tokens): token is Repetition {
  return token.type === ret.types.REPETITION && token.max >= MANY;
}

function hasAmbiguousRound(round: Token): boolean {
  return repetitionsWithin(round).some((inner) => !isDivided(round, inner)) || hasAmbiguousAbsence(round);
}

/** Those that may take more or less. */
function repetitionsWithin(token: Token): Repetition[] {
  const isOne = token.type === ret.types.REPETITION && token.max > 1 && token.max > token.min;
  return [...(isOne ? [token] : []), ...childrenOf(token).flatMap(repetitionsWithin)];
}

/** Whether something that need not be there may be taken for something else of its round. */
function hasAmbiguousAbsence(round: Token): boolean {
  const signs = round.type === ret.types.GROUP ? (round.stack ?? []) : [];
  return signs.some(
    (sign) =>
      sign.type === ret.types.REPETITION &&
      sign.min === 0 &&
      !isDivided(round, sign) &&
      signs.some(
        (other) =>
          other !== sign &&
          someCharactersOf(sign).some((character) => takes(sign, character) && takes(other, character)),
      ),
  );
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
