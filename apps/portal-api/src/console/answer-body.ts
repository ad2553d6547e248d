import { isUtf8 } from 'node:buffer';
import type { ConsoleAnswerBodyDto } from '#contract';

const TEXT_TYPE =
  /^text\/|^application\/(?:[\w.+-]*\+)?(?:json|xml|yaml|x-yaml|javascript|ecmascript|graphql|sql|x-ndjson|x-www-form-urlencoded|problem)$|\+(?:json|xml|yaml)$/;

/** A body as text where it is one, or else in base64. */
export function answerBody(bytes: Buffer, contentType: string): ConsoleAnswerBodyDto {
  const mediaType = contentType.split(';', 1)[0]!.trim().toLowerCase().slice(0, 200);
  if (bytes.byteLength === 0) return { kind: 'empty', mediaType, text: null, base64: null };
  const text = mediaType === '' || TEXT_TYPE.test(mediaType) ? textOf(bytes, contentType) : null;
  if (text === null) return { kind: 'binary', mediaType, text: null, base64: bytes.toString('base64') };
  return { kind: 'text', mediaType, text, base64: null };
}

/** Null where the bytes are no text. */
function textOf(bytes: Buffer, contentType: string): string | null {
  const charset = /;\s*charset="?([\w-]{1,40})"?/i.exec(contentType)?.[1] ?? 'utf-8';
  if (bytes.includes(0) && !/^utf-?16/i.test(charset)) return null;
  // A text that was cut may end within a character.
  const isUtf = /^utf-?8$/i.test(charset);
  if (isUtf && !isUtf8(bytes) && !isUtf8(bytes.subarray(0, lastWhole(bytes)))) return null;
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return null;
  }
}

/** Where the last character that is complete ends, as far as UTF-8 goes back: three bytes. */
function lastWhole(bytes: Buffer): number {
  let end = bytes.byteLength;
  while (end > Math.max(0, bytes.byteLength - 3) && (bytes[end - 1]! & 0b1100_0000) === 0b1000_0000) end--;
  return Math.max(0, end - 1);
}
