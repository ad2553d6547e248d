import { createHash } from 'node:crypto';

/**
 * The id of a remote object: a UUIDv5 (RFC 9562, section 5.5) in the installation's namespace. The same object always
 * gets the same id, so a push needs no look-up before it and repeating a push does no harm.
 *
 * @param installationId a UUID; every installation has its own, so two may share a gateway
 * @param kind the driver's word for the kind of object
 * @param naturalKey what the object stands for, for example the ids of the application and the version
 */
export function deterministicId(installationId: string, kind: string, ...naturalKey: string[]): string {
  const namespace = Buffer.from(installationId.replaceAll('-', ''), 'hex');
  if (namespace.length !== 16) throw new TypeError('The installation id is not a UUID.');
  const hash = createHash('sha1')
    .update(namespace)
    .update(JSON.stringify([kind, ...naturalKey]))
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
