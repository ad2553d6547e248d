import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { OutboundFault } from './outbound-fault.js';

/** What we say that we can read. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

const DECODERS: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** The body of an answer, which may have `maxBytes` both on the line and decompressed. Throws OutboundFault. */
export async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = new OutboundFault('outbound.too_large', `The answer has more than ${bytesText(maxBytes)}.`);
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  let bytesOnLine = 0;
  const decoded = decodedOf(response);
  // A compressed stream may go on without ever giving a byte.
  if (decoded !== response)
    response.on('data', (chunk: Buffer) => {
      bytesOnLine += chunk.byteLength;
      if (bytesOnLine > maxBytes) decoded.destroy(tooLarge);
    });
  for await (const chunk of decoded as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

/** The first `maxBytes` of a body, decompressed, and whether there was more. Throws OutboundFault. */
export async function readStart(
  response: IncomingMessage,
  maxBytes: number,
): Promise<{ body: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let bytesOnLine = 0;
  const decoded = decodedOf(response);
  if (decoded !== response)
    response.on('data', (chunk: Buffer) => {
      bytesOnLine += chunk.byteLength;
      // Nothing came of so much: the decoder ends as if it were all.
      if (bytesOnLine > maxBytes) decoded.destroy();
    });
  try {
    for await (const chunk of decoded as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes > maxBytes) break;
    }
  } catch (error) {
    if (bytesOnLine <= maxBytes) throw error;
  }
  return {
    body: Buffer.concat(chunks, bytes).subarray(0, maxBytes),
    isCut: bytes > maxBytes || bytesOnLine > maxBytes,
  };
}

function decodedOf(response: IncomingMessage): Readable {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return response;
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding]?.() : undefined;
  if (decoder === undefined) throw unreadable('it is compressed in a way that was not asked for');
  // The decoder is destroyed with the error of either; the loop that reads it throws it.
  return pipeline(response, decoder, () => undefined);
}

function unreadable(why: string): OutboundFault {
  return new OutboundFault('outbound.answer_unreadable', `The answer cannot be read: ${why}.`);
}

function bytesText(bytes: number): string {
  const mebibytes = bytes / 1024 / 1024;
  return Number.isInteger(mebibytes) ? `${mebibytes} MiB` : `${bytes} bytes`;
}
