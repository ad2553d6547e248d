import { crc32, deflateRawSync } from 'node:zlib';

/** A file as it is written into a zip; what is given besides name and content stands in the headers instead of the truth. */
export interface ZipEntry {
  name: string;
  content?: string | Buffer;
  flags?: number;
  method?: number;
  crc?: number;
  size?: number;
  /** With this, the entry says that it was made on Unix. */
  unixMode?: number;
  /** The name before the file itself, which should be the same. */
  localName?: string;
  localOffset?: number;
}

/** Writes a zip of exactly these entries, however wrong they are. */
export function zipOf(entries: ZipEntry[] | Record<string, unknown>, comment = ''): Buffer {
  const list: ZipEntry[] = Array.isArray(entries)
    ? entries
    : Object.entries(entries).map(([name, content]) => ({
        name,
        content: typeof content === 'string' ? content : JSON.stringify(content),
      }));
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of list) {
    const content = Buffer.from(entry.content ?? '');
    const method = entry.method ?? (content.byteLength > 0 ? 8 : 0);
    const data = method === 8 ? deflateRawSync(content) : content;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(entry.flags ?? 0, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(entry.crc ?? crc32(content), 10);
    fields.writeUInt32LE(data.byteLength, 14);
    fields.writeUInt32LE(entry.size ?? content.byteLength, 18);
    const localName = Buffer.from(entry.localName ?? entry.name);
    fields.writeUInt16LE(localName.byteLength, 22);
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), fields, localName, data]);
    directory.push(directoryEntry(entry, fields, entry.localOffset ?? offset));
    files.push(file);
    offset += file.byteLength;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(list.length, 8);
  end.writeUInt16LE(list.length, 10);
  end.writeUInt32LE(listed.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...files, listed, end, Buffer.from(comment)]);
}

function directoryEntry({ name, unixMode }: ZipEntry, fields: Buffer, offset: number): Buffer {
  const nameBytes = Buffer.from(name);
  const head = Buffer.alloc(46);
  head.write('PK\x01\x02', 'latin1');
  head.writeUInt8(20, 4);
  head.writeUInt8(unixMode === undefined ? 0 : 3, 5);
  fields.copy(head, 6);
  head.writeUInt16LE(nameBytes.byteLength, 28);
  head.writeUInt32LE(((unixMode ?? 0) << 16) >>> 0, 38);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, nameBytes]);
}
