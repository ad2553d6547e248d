import { crc32, inflateRawSync } from 'node:zlib';
import {
  MAX_BUNDLE_BYTES,
  MAX_BUNDLE_DEPTH,
  MAX_BUNDLE_ENTRIES,
  MAX_BUNDLE_NAME_CHARACTERS,
  MAX_BUNDLE_RATIO,
} from '../limits.js';
import { SpecFault } from '../spec-fault.js';
import { type CentralEntry, readDirectory } from './zip-directory.js';

const STORED = 0;
const DEFLATED = 8;
const LOCAL_HEADER_BYTES = 30;
const LOCAL_SIGNATURE = 0x04034b50;

/** One file of a zip. Nothing of it is inflated before it is read. */
export interface ZipFile {
  /** Relative, with slashes, without `.` and `..`. */
  name: string;
  read(): Buffer;
}

/**
 * The files of a zip, by the directory at its end. Strict: what two programs could understand in two ways is refused, and
 * so is every limit that is passed, before anything is inflated. Throws SpecFault.
 */
export function readZip(bytes: Uint8Array): ZipFile[] {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { entries, offset } = readDirectory(zip);
  if (entries.length > MAX_BUNDLE_ENTRIES)
    throw tooLarge(`A zip may have ${MAX_BUNDLE_ENTRIES.toLocaleString('en-US')} entries at most.`);
  const files = new Map<string, ZipFile>();
  let total = 0;
  for (const entry of entries) {
    const name = normalised(entry.name);
    requirePlain(entry);
    if (entry.name.endsWith('/')) continue;
    if (files.has(name)) throw unreadableZip(`the file ${shown(name)} stands in it twice.`);
    total += entry.size;
    if (total > MAX_BUNDLE_BYTES)
      throw tooLarge(`The files of a zip may have ${MAX_BUNDLE_BYTES / 1024 / 1024} MiB together at most.`);
    if (entry.size > entry.compressedSize * MAX_BUNDLE_RATIO)
      throw tooLarge(`The file ${shown(name)} is more than ${MAX_BUNDLE_RATIO} times as large as it is compressed.`);
    files.set(name, { name, read: () => inflate(zip, entry, offset) });
  }
  requireApart(entries);
  return [...files.values()];
}

function requirePlain({ name, flags, method, unixMode }: CentralEntry): void {
  const isEncrypted = (flags & 0x2041) !== 0;
  if (isEncrypted) throw unreadableZip(`the file ${shown(name)} is encrypted.`);
  if (method !== STORED && method !== DEFLATED)
    throw unreadableZip(`the file ${shown(name)} is compressed in a way that only some programs know.`);
  const type = unixMode & 0o170000;
  const isPlain = type === 0 || type === 0o100000 || type === 0o040000;
  if (!isPlain) throw unreadableZip(`${shown(name)} is a link or a device. Put files into it only.`);
}

function normalised(name: string): string {
  if (name.length > MAX_BUNDLE_NAME_CHARACTERS)
    throw unreadableZip(`a file name has more than ${MAX_BUNDLE_NAME_CHARACTERS} characters.`);
  if (/[\p{Cc}\p{Cf}\\]/u.test(name))
    throw unreadableZip(`the name ${shown(name)} holds a backslash or a character that cannot be seen.`);
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) throw unreadableZip(`the name ${shown(name)} is absolute.`);
  const parts = name.normalize('NFC').split('/');
  if (parts.includes('..')) throw unreadableZip(`the name ${shown(name)} leads out of it by "..".`);
  const kept = parts.filter((part) => part !== '' && part !== '.');
  if (kept.length > MAX_BUNDLE_DEPTH)
    throw unreadableZip(`the file ${shown(name)} is more than ${MAX_BUNDLE_DEPTH} folders deep.`);
  return kept.join('/');
}

/** Entries that share bytes make a small zip inflate to very much. */
function requireApart(entries: readonly CentralEntry[]): void {
  let end = 0;
  for (const entry of [...entries].sort((one, other) => one.localOffset - other.localOffset)) {
    if (entry.localOffset < end) throw unreadableZip('two of its files share their bytes.');
    end = entry.localOffset + LOCAL_HEADER_BYTES + entry.nameBytes.byteLength + entry.compressedSize;
  }
}

function inflate(zip: Buffer, entry: CentralEntry, directoryOffset: number): Buffer {
  const damaged = unreadableZip(`the file ${shown(entry.name)} is damaged.`);
  const { localOffset, nameBytes, compressedSize, size, method } = entry;
  if (localOffset + LOCAL_HEADER_BYTES > directoryOffset || zip.readUInt32LE(localOffset) !== LOCAL_SIGNATURE)
    throw damaged;
  const nameLength = zip.readUInt16LE(localOffset + 26);
  const nameStart = localOffset + LOCAL_HEADER_BYTES;
  if (!zip.subarray(nameStart, nameStart + nameLength).equals(nameBytes)) throw damaged;
  const start = nameStart + nameLength + zip.readUInt16LE(localOffset + 28);
  if (start + compressedSize > directoryOffset) throw damaged;
  const data = zip.subarray(start, start + compressedSize);
  const content = method === STORED ? data : inflated(data, size);
  if (content === null || content.byteLength !== size || crc32(content) !== entry.crc) throw damaged;
  return content;
}

/** Null where it does not become what the directory says, or becomes more. */
function inflated(data: Buffer, size: number): Buffer | null {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, size) });
  } catch {
    return null;
  }
}

/** A name as a message may repeat it. */
export function shown(name: string): string {
  const text = name.replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '?');
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}

export function unreadableZip(what: string): SpecFault {
  return new SpecFault('spec.unreadable', `This zip is not read: ${what}`);
}

function tooLarge(what: string): SpecFault {
  return new SpecFault('spec.too_large', what);
}
