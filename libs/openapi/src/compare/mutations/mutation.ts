import { get, isObject, type JsonObject } from '../../json.js';
import type { ChangeClass, Direction } from '../spec-change.js';
import type { Random } from './random.js';
import type { OperationSite, SchemaSite } from './sites.js';

/** What a change of a schema is in each direction. */
export type Verdicts = Record<Direction, ChangeClass>;

export interface SchemaMutation {
  name: string;
  verdicts: Verdicts;
  fits(site: SchemaSite): boolean;
  /** Changes the schema in place. */
  apply(schema: JsonObject, random: Random): void;
}

export interface ExchangeMutation {
  name: string;
  class: ChangeClass;
  fits: Fits;
  /** Changes the operation in place. */
  apply: Apply;
}

export type Fits = (site: OperationSite, root: JsonObject) => boolean;
export type Apply = (site: OperationSite, root: JsonObject, random: Random) => void;

export const always: Fits = () => true;

export function mutation(name: string, verdict: ChangeClass, fits: Fits, apply: Apply): ExchangeMutation {
  return { name, class: verdict, fits, apply };
}

/** The media types of a body or of an answer. */
export function typesOf(holder: JsonObject | null): string[] {
  const content = get(holder ?? {}, 'content');
  return isObject(content) ? Object.keys(content) : [];
}

export function without(map: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
}
