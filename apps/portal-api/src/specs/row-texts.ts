import type { KeptOperation, KeptReading } from '#openapi';
import { chunksOfJson } from './json-chunks.js';
import type { RevisionPlan } from './plan-rows.js';

/** The operations that begin, as JSON texts for one statement each. */
export function* operationTexts({ operations }: KeptReading, plan: RevisionPlan): Generator<string> {
  const { added, keys } = plan.operations;
  yield* chunksOfJson(added, (place) => operationText(operations.at(place), keys[place]!));
}

/** All lists of components that operations name, as JSON texts for one statement each. */
export function* reachTexts({ reaches }: KeptReading, plan: RevisionPlan): Generator<string> {
  yield* chunksOfJson(reaches.keys(), (number) =>
    JSON.stringify({ number, refs: Array.from(reaches[number]!, (place) => plan.components.keys[place]!) }),
  );
}

/** The tags that begin, as JSON texts for one statement each. */
export function* tagTexts({ operationTags }: KeptReading, plan: RevisionPlan): Generator<string> {
  const { added, keys } = plan.operationTags;
  yield* chunksOfJson(added, (place) => {
    const { name, description, operationCount, digest } = operationTags[place]!;
    return JSON.stringify({ position: keys[place], name, description, operation_count: operationCount, digest });
  });
}

/** The components that begin, as JSON texts for one statement each. */
export function* componentTexts({ components }: KeptReading, plan: RevisionPlan): Generator<string> {
  const { added, keys } = plan.components;
  yield* chunksOfJson(added, (place) => {
    const { pointer, name, definition, digest } = components.at(place);
    return withDefinition({ number: keys[place], pointer, name, digest }, definition);
  });
}

function operationText(row: KeptOperation, position: number): string {
  const { method, path, operationId, summary = '', tags, tag, deprecated, reach, definition, digest } = row;
  const record = { position, method, path, operation_id: operationId, summary, tags, tag, deprecated, reach, digest };
  return withDefinition(record, definition);
}

/** The definition is JSON already: it goes in as it is, so that fields keep their order and nothing is read again. */
function withDefinition(record: Record<string, unknown>, definition: Uint8Array): string {
  return `${JSON.stringify(record).slice(0, -1)},"definition":${Buffer.from(definition).toString()}}`;
}
