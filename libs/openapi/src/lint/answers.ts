import type { UserContext } from '@redocly/openapi-core';
import { get, isObject, type Json } from '../json.js';

export const ERROR_STATUS = /^([45](\d\d|XX)|default)$/i;
export const SUCCESS_STATUS = /^2(\d\d|XX)$/i;
export const JSON_TYPE = /^[\w.*-]+\/(?:[\w.*-]+\+)?json\b/i;

/** Whether a schema names members, or is put together of some that may. */
export function hasMembers(schema: Json | undefined, resolve: UserContext['resolve']): boolean {
  const found = isObject(schema) ? (resolve(schema).node as Json | undefined) : undefined;
  return ['properties', 'allOf', 'oneOf', 'anyOf'].some((name) => get(found, name) !== undefined);
}

export function shapeless(status: string | number): string {
  return `The error \`${String(status)}\` does not say which members it has.`;
}

/** Whether a media type, or an answer of 2.0, shows what its content looks like. */
export function hasExample(media: Json, resolve: UserContext['resolve']): boolean {
  if (get(media, 'example') !== undefined || get(media, 'examples') !== undefined) return true;
  const schema = get(media, 'schema');
  if (!isObject(schema)) return true;
  const found = resolve(schema).node as Json | undefined;
  if (get(found, 'example') !== undefined || get(found, 'examples') !== undefined) return true;
  const properties = get(found, 'properties');
  return (
    isObject(properties) &&
    Object.values(properties).some(
      (child) => get(child, 'example') !== undefined || get(child, 'examples') !== undefined,
    )
  );
}
