import { readSpec } from './read-spec.js';
import type { SpecReading } from './reference-model.js';

export const read = (document: unknown): SpecReading => readSpec(Buffer.from(JSON.stringify(document)));

/** A document with what it must have, and the rest. */
export const v3 = (rest: object): object => ({
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1.2' },
  paths: {},
  ...rest,
});

/** An operation with what it must have. */
export const ok = { responses: { 200: { description: 'Fine' } } };
