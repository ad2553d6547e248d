import ret, { type Token, type Tokens } from 'ret';
import { childrenOf, someCharactersOf, takes } from './pattern-tokens.js';

/** So many endless repetitions of the same, one after another: a text of 10,000 characters is divided in 10 ¹¹ ways. */
const MANY_JOINED = 3;
/** Parts of a pattern that are not written out once more. */
const MANY_WRITTEN_OUT = 20;

/**
 * Whether endless repetitions stand one after another, with nothing between them that has to be there, and may take the
 * same characters, as in `a*b?a*a*$` and `(a+){9}$`: in how many ways they share a text grows with a power of its length.
 * Where nothing follows them, the first way is good enough.
 */
export function hasJoinedRepetitions(token: Tokens): boolean {
  return (
    sequencesOf(token).some((sequence) => isJoined(sequence, token)) || childrenOf(token).some(hasJoinedRepetitions)
  );
}

/** What follows each other within a token. */
function sequencesOf(token: Tokens): readonly (readonly Token[])[] {
  if (token.type === ret.types.REPETITION) return [[token]];
  if (token.type !== ret.types.ROOT && token.type !== ret.types.GROUP) return [];
  return token.options ?? [token.stack ?? []];
}

function isJoined(sequence: readonly Token[], within: Tokens): boolean {
  const tokens = sequence.flatMap(writtenOut);
  const characters = new Set(tokens.filter(isEndless).flatMap(someCharactersOf));
  // What follows a group stands outside of it.
  const isFollowed = within.type !== ret.types.ROOT && !isLook(within);
  return [...characters].some((character) => isJoinedBy(character, tokens, isFollowed));
}

/** Whether so many endless repetitions that take the character follow each other, and something that may fail follows. */
function isJoinedBy(character: number, tokens: readonly Token[], isFollowed: boolean): boolean {
  let joined = 0;
  for (const token of tokens) {
    if (isEndless(token) && takes(token, character)) joined++;
    else if (joined >= MANY_JOINED && mayFail(token)) return true;
    else if (!mayBeNothing(token)) joined = 0;
  }
  return joined >= MANY_JOINED && isFollowed;
}

/** A group as what stands in it, and a short repetition as often as it may be there. */
function writtenOut(token: Token): Token[] {
  if (token.type === ret.types.GROUP && token.stack !== undefined && !isLook(token))
    return token.stack.flatMap(writtenOut);
  if (token.type !== ret.types.REPETITION || token.max === Infinity) return [token];
  const once = writtenOut(token.value);
  // Short repetitions within each other would be written out without end.
  const times = once.length > MANY_WRITTEN_OUT ? 1 : Math.min(token.max, MANY_JOINED);
  return once.some(isEndless) ? Array.from({ length: times }, () => once).flat() : [token];
}

/** Of one sign: what repeats several may be divided by one of them. */
function isEndless(token: Token): boolean {
  return token.type === ret.types.REPETITION && token.max === Infinity && isSign(token.value);
}

function isSign(token: Token): boolean {
  if (token.type === ret.types.GROUP) return token.stack?.length === 1 && isSign(token.stack[0]!);
  return token.type === ret.types.CHAR || token.type === ret.types.SET;
}

function mayFail(token: Token): boolean {
  return token.type === ret.types.POSITION || isLook(token) || !mayBeNothing(token);
}

/** Looks ahead or behind, and takes nothing. */
function isLook(token: Tokens): boolean {
  return (
    token.type === ret.types.GROUP &&
    (token.followedBy === true || token.notFollowedBy === true || token.lookBehind === true)
  );
}

function mayBeNothing(token: Token): boolean {
  if (token.type === ret.types.REPETITION) return token.min === 0 || mayBeNothing(token.value);
  if (token.type !== ret.types.GROUP) return token.type === ret.types.POSITION;
  return isLook(token) || sequencesOf(token).some((sequence) => sequence.every(mayBeNothing));
}
