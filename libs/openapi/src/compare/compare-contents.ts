import { get, type Json } from '../json.js';
import type { Comparison } from './comparison.js';
import { subjectOf } from './describe-place.js';
import { stable } from './fingerprints.js';
import type { PairNode } from './pair-node.js';
import { childrenOf, type Place } from './place.js';
import { quote } from './quote.js';
import type { Direction } from './spec-change.js';

/** Two things with a `content`: a body, a response, or a parameter written as JSON. */
export interface ContentPair {
  base: Place;
  target: Place;
  direction: Direction;
}

export function mediaTypesOf(place: Place): Place[] {
  return childrenOf(place, 'content');
}

/** Compares what is written as each media type; `application/*` takes in `application/json`. */
export function compareContents(comparison: Comparison, node: PairNode, pair: ContentPair): void {
  const { base, target, direction } = pair;
  const after = mediaTypesOf(target);
  const exact = new Map(after.map((media) => [media.token.toLowerCase(), media]));
  const named = new Map(after.map((media) => [nameOf(media), media]));
  const ranges = after.filter((media) => isRange(nameOf(media)));
  const used = new Set<Place>();
  for (const media of mediaTypesOf(base)) {
    const name = nameOf(media);
    const found =
      exact.get(media.token.toLowerCase()) ??
      named.get(name) ??
      ranges.find((other) => takesIn(nameOf(other), name)) ??
      (isRange(name) ? after.find((other) => takesIn(name, nameOf(other))) : undefined);
    if (found === undefined) {
      reportRemoved(comparison, node, pair, media);
      continue;
    }
    used.add(found);
    compareMedia(comparison, node, direction, media, found);
  }
  for (const media of after) {
    if (used.has(media)) continue;
    const ending = `may now be ${quote(media.token)}, too.`;
    const message = `${subjectOf(target, direction)} ${ending}`;
    comparison.report(node, { rule: `${direction}-media-type-added`, direction, base: null, target: media, message });
  }
}

function reportRemoved(comparison: Comparison, node: PairNode, pair: ContentPair, media: Place): void {
  const { target, direction } = pair;
  const message = `${subjectOf(target, direction)} is no longer ${quote(media.token)}.`;
  comparison.report(node, { rule: `${direction}-media-type-removed`, direction, base: media, target: null, message });
}

function compareMedia(comparison: Comparison, node: PairNode, direction: Direction, base: Place, target: Place): void {
  const report = comparison.reporter(node, direction, base, target);
  const [was, is] = [nameOf(base), nameOf(target)];
  const names = `${quote(target.token)} instead of ${quote(base.token)}`;
  if (was !== is && takesIn(is, was)) report(`${direction}-media-type-generalized`, `may be ${names}.`);
  if (was !== is && takesIn(was, is)) report(`${direction}-media-type-specialized`, `must be ${names}.`);
  const [schemaWas, schemaIs] = [base.child('schema'), target.child('schema')];
  if (schemaWas === null && schemaIs !== null)
    report(`${direction}-schema-added`, `as ${quote(target.token)} got a schema.`);
  else if (schemaWas !== null && schemaIs === null)
    report(`${direction}-schema-removed`, `as ${quote(target.token)} lost its schema.`);
  else if (schemaWas !== null && schemaIs !== null) comparison.schemas(node, [schemaWas], [schemaIs], direction);
  if (encodingOf(base) !== encodingOf(target))
    report(`${direction}-encoding-changed`, `as ${quote(target.token)} writes its parts in another way.`);
}

function encodingOf(media: Place): string {
  return childrenOf(media, 'encoding')
    .map(
      (part) =>
        `${part.token}\0${stable({ ...(part.value as Record<string, Json>), headers: get(part.value, 'headers') ?? null })}`,
    )
    .sort()
    .join('\0');
}

/** In lower case and without parameters such as `charset`, which servers add as they like. */
function nameOf(media: Place): string {
  return media.token.split(';', 1)[0]!.trim().toLowerCase();
}

function isRange(name: string): boolean {
  return name.endsWith('/*');
}

function takesIn(range: string, name: string): boolean {
  return range === '*/*' || (isRange(range) && name.startsWith(range.slice(0, -1)));
}
