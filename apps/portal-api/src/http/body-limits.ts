import type { RouteOptions } from 'fastify';

const MIB = 1024 * 1024;

/** An OpenAPI document may have this many bytes. */
export const SPEC_BODY_LIMIT_BYTES = 50 * MIB;
/** A batch of reported calls may have this many bytes. */
export const BATCH_BODY_LIMIT_BYTES = 16 * MIB;
/** A call from the console, whose body of 5 MiB comes in base64. */
export const CONSOLE_BODY_LIMIT_BYTES = 8 * MIB;
/** Every other body. */
export const BODY_LIMIT_BYTES = MIB;
/** Values in a JSON body; the largest request that means anything has a few hundred. Each costs time to check. */
export const MAX_BODY_VALUES = 2_000;

/** Where the document of a version is uploaded and read. */
export const SPEC_ROUTE = /\/spec$/;
/** Where such a document is fetched from an address that somebody gives. */
export const IMPORT_ROUTE = /\/(spec|proposal)\/import$/;
/** Where a call is sent from the console. */
export const CONSOLE_CALL_ROUTE = /\/console\/sessions\/[^/]+\/calls$/;
const BATCH_ROUTE = /\/ingest\//;

/** Whether a route takes the bytes of its body as they are, instead of JSON. */
export function takesRawBody(routePath: string): boolean {
  return SPEC_ROUTE.test(routePath) || BATCH_ROUTE.test(routePath);
}

/** Fastify's onRoute hook: gives each route its own limit, which is refused before the body is read into memory. */
export function limitBody(route: RouteOptions): void {
  if (SPEC_ROUTE.test(route.url)) route.bodyLimit = SPEC_BODY_LIMIT_BYTES;
  if (BATCH_ROUTE.test(route.url)) route.bodyLimit = BATCH_BODY_LIMIT_BYTES;
  if (CONSOLE_CALL_ROUTE.test(route.url)) route.bodyLimit = CONSOLE_BODY_LIMIT_BYTES;
}
