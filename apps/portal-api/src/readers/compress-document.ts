import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { isZip } from '#openapi';

/** Half the time of the usual one, for a quarter more bytes. */
const GZIP_LEVEL = 3;
/** Documents become smaller than this share at least. */
const LEAST_RATIO = 3;

/** The bytes as they are stored: as gzip, in a thread of zlib; a zip stays what it is. */
export async function compressDocument(bytes: Uint8Array): Promise<Uint8Array> {
  if (isZip(bytes)) return bytes;
  // In one go: pieces would have to be put together.
  const chunkSize = Math.max(constants.Z_MIN_CHUNK, Math.ceil(bytes.byteLength / LEAST_RATIO));
  return promisify(gzip)(bytes, { level: GZIP_LEVEL, chunkSize });
}
