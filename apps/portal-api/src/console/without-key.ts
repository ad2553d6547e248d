/** The first characters of a key tell what it is and stand in lists. */
const MIN_MASKED_LENGTH = 8;

/**
 * A body as long as it was, with the key masked: a service that echoes what it gets would show it to the person, who is
 * not to have it. A body that is cut may end within the key.
 */
export function withoutKey(body: Buffer, key: string): Buffer {
  const starts = Array.from({ length: key.length - 1 }, (_, nth) => key.slice(0, key.length - 1 - nth));
  const end = starts.find((start) => body.subarray(-start.length).equals(Buffer.from(start)));
  const isCutOff = end !== undefined && end.length >= MIN_MASKED_LENGTH;
  if (!isCutOff && !body.includes(key)) return body;
  const masked = body.toString('latin1').replaceAll(key, '*'.repeat(key.length));
  const kept = isCutOff ? masked.slice(0, -end.length) + '*'.repeat(end.length) : masked;
  return Buffer.from(kept, 'latin1');
}
