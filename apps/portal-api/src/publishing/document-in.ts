import { Fault } from '#domain';

/** The bytes of a document that was sent as the body. */
export function documentIn(body: unknown): Buffer {
  if (!Buffer.isBuffer(body) || body.length === 0)
    throw new Fault('spec.unreadable', 'Send the OpenAPI document itself as the body of the request.');
  return body;
}
