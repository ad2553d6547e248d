import ret, { type Repetition, type Token, type Tokens } from 'ret';
import { childrenOf, someCharactersOf, takes } from './pattern-tokens.js';

/** So many endless repetitions of the same, one after another: a text of 10,000 characters is divided in 10 ¹¹ ways. */
const MANY_JOINED = 3;

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
  let joined: Repetition[] = [];
  let isSlow = false;
  for (const token of sequence.flatMap(writtenOut)) {
    if (isEndless(token)) {
      joined.push(token);
      isSlow ||= shareCharacter(joined);
      continue;
    }
    if (isSlow && mayFail(token)) return true;
    if (!mayBeNothing(token)) joined = [];
  }
  // What follows a group stands outside of it.
  return isSlow && within.type !== ret.types.ROOT && !isLook(within);
}

/** A group as what stands in it, and a short repetition as often as it may be there. */
function writtenOut(token: Token): Token[] {
  if (token.type === ret.types.GROUP && token.stack !== undefined && !isLook(token))
    return token.stack.flatMap(writtenOut);
  if (token.type !== ret.types.REPETITION || token.max === Infinity) return [token];
  const once = writtenOut(token.value);
  const times = Math.min(token.max, MANY_JOINED);
  return once.some(isEndless) ? Array.from({ length: times }, () => once).flat() : [token];
}

/** Of one sign: what repeats several may be divided by one of them. */
function isEndless(token: Token): token is Repetition {
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
  return isLook(token) || (token.options ?? [token.stack ?? []]).some((option) => option.every(mayBeNothing));
}

function shareCharacter(joined: readonly Repetition[]): boolean {
  const last = joined.at(-1);
  if (last === undefined || joined.length < MANY_JOINED) return false;
  return someCharactersOf(last).some(
    (character) => joined.filter((repetition) => takes(repetition, character)).length >= MANY_JOINED,
  );
}
