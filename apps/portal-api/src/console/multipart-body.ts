import { randomBytes } from 'node:crypto';

export interface BodyPart {
  name: string;
  /** Of a file. */
  fileName: string | null;
  mediaType: string | null;
  bytes: Buffer;
}

/** A `multipart/form-data` body (RFC 7578), with names escaped as browsers do. */
export function multipartBody(parts: readonly BodyPart[]): { mediaType: string; bytes: Buffer } {
  const boundary = `gatehouse-${randomBytes(16).toString('hex')}`;
  const chunks = parts.flatMap(({ name, fileName, mediaType, bytes }) => {
    const file = fileName === null ? '' : `; filename="${escaped(fileName)}"`;
    const type = mediaType === null ? '' : `Content-Type: ${mediaType}\r\n`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"${file}\r\n${type}\r\n`;
    return [Buffer.from(head), bytes, Buffer.from('\r\n')];
  });
  const bytes = Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
  return { mediaType: `multipart/form-data; boundary=${boundary}`, bytes };
}

const ESCAPES: Record<string, string> = { '"': '%22', '\r': '%0D', '\n': '%0A' };

function escaped(name: string): string {
  return name.replace(/["\r\n]/g, (character) => ESCAPES[character]!);
}
