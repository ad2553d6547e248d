import { SpecFault } from '../spec-fault.js';

const END_BYTES = 22;
const END_SIGNATURE = 0x06054b50;
const ENTRY_BYTES = 46;
const ENTRY_SIGNATURE = 0x02014b50;
const MAX_COMMENT_BYTES = 0xffff;
const MADE_BY_UNIX = 3;

/** What the directory at the end of a zip says of one entry. */
export interface CentralEntry {
  name: string;
  nameBytes: Buffer;
  flags: number;
  method: number;
  crc: number;
  compressedSize: number;
  size: number;
  /** Type and permissions of the file; 0 where the zip was not made on Unix. */
  unixMode: number;
  localOffset: number;
}

/** Whether bytes begin as a zip does, with a file or as an empty one. */
export function isZip(bytes: Uint8Array): boolean {
  const [p, k, kind] = bytes;
  return p === 0x50 && k === 0x4b && (kind === 0x03 || kind === 0x05);
}

/** Reads the directory (APPNOTE.TXT 4.3.12 and 4.3.16) of a zip in one part and without its 64-bit extension. */
export function readDirectory(zip: Buffer): { entries: CentralEntry[]; offset: number } {
  const end = findEnd(zip);
  const count = zip.readUInt16LE(end + 10);
  const size = zip.readUInt32LE(end + 12);
  const offset = zip.readUInt32LE(end + 16);
  const isOnePart = zip.readUInt32LE(end + 4) === 0 && zip.readUInt16LE(end + 8) === count;
  if (!isOnePart || count === 0xffff || offset + size !== end) throw damaged();
  const entries: CentralEntry[] = [];
  let at = offset;
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_BYTES > end || zip.readUInt32LE(at) !== ENTRY_SIGNATURE) throw damaged();
    const nameEnd = at + ENTRY_BYTES + zip.readUInt16LE(at + 28);
    const next = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    if (next > end) throw damaged();
    entries.push(entryAt(zip, at, nameEnd));
    at = next;
  }
  if (at !== end) throw damaged();
  return { entries, offset };
}

function entryAt(zip: Buffer, at: number, nameEnd: number): CentralEntry {
  const nameBytes = zip.subarray(at + ENTRY_BYTES, nameEnd);
  const isUnix = zip.readUInt8(at + 5) === MADE_BY_UNIX;
  return {
    name: nameOf(nameBytes),
    nameBytes,
    flags: zip.readUInt16LE(at + 8),
    method: zip.readUInt16LE(at + 10),
    crc: zip.readUInt32LE(at + 16),
    compressedSize: zip.readUInt32LE(at + 20),
    size: zip.readUInt32LE(at + 24),
    unixMode: isUnix ? zip.readUInt16LE(at + 40) : 0,
    localOffset: zip.readUInt32LE(at + 42),
  };
}

/** The end record, whose comment reaches exactly to the end of the file. */
function findEnd(zip: Buffer): number {
  const lowest = Math.max(0, zip.byteLength - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = zip.byteLength - END_BYTES; at >= lowest; at--) {
    if (zip.readUInt32LE(at) !== END_SIGNATURE) continue;
    if (zip.readUInt16LE(at + 20) === zip.byteLength - at - END_BYTES) return at;
  }
  throw damaged();
}

function nameOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SpecFault('spec.unreadable', 'This zip is not read: a file name in it is no UTF-8.');
  }
}

function damaged(): SpecFault {
  return new SpecFault('spec.unreadable', 'This zip is damaged, in several parts, or too large to be a bundle.');
}
