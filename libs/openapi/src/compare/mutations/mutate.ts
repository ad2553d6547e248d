import type { JsonObject } from '../../json.js';
import type { ChangeClass, Direction } from '../spec-change.js';
import { answerMutations } from './answer-mutations.js';
import type { ExchangeMutation, SchemaMutation } from './mutation.js';
import { operationMutations } from './operation-mutations.js';
import type { Random } from './random.js';
import { bodyMutations, parameterMutations } from './request-mutations.js';
import { schemaMutations } from './schema-mutations.js';
import { operationsOf, schemasOf } from './sites.js';

/** A document with one known change, and the worst class of what is said about it, in each direction or at all. */
export interface Mutated {
  target: JsonObject;
  expected: Partial<Record<Direction, ChangeClass>> | ChangeClass;
}

const exchanges = [...operationMutations, ...parameterMutations, ...bodyMutations, ...answerMutations];

/** Changes a copy of the document in one place, at random; null where none fits. */
export type Mutate = (root: JsonObject, random: Random) => Mutated | null;

/** All kinds of change, for documents of that line. */
export function mutationsIn(openapi: unknown): [name: string, mutate: Mutate][] {
  const schemas = schemaMutations(String(openapi).startsWith('3.1'));
  return [
    ...schemas.map((mutation): [string, Mutate] => [mutation.name, changeSchema(mutation)]),
    ...exchanges.map((mutation): [string, Mutate] => [mutation.name, changeOperation(mutation)]),
  ];
}

function changeSchema(mutation: SchemaMutation): Mutate {
  return (root, random) => {
    const target = structuredClone(root);
    const sites = schemasOf(target).filter((site) => mutation.fits(site));
    if (sites.length === 0) return null;
    const { schema, directions } = random.pick(sites);
    mutation.apply(schema, random);
    return { target, expected: Object.fromEntries([...directions].map((at) => [at, mutation.verdicts[at]])) };
  };
}

function changeOperation(mutation: ExchangeMutation): Mutate {
  return (root, random) => {
    const target = structuredClone(root);
    const sites = operationsOf(target).filter((site) => mutation.fits(site, target));
    if (sites.length === 0) return null;
    mutation.apply(random.pick(sites), target, random);
    return { target, expected: mutation.class };
  };
}
