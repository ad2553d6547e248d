import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

/** A CSV file of this name, sent part by part: memory holds one of them, and the next is asked for when one is gone. */
export function csvDownload(fileName: string, parts: Iterable<string> | AsyncIterable<string>): StreamableFile {
  return new StreamableFile(Readable.from(parts), {
    type: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="${fileName}"`,
  });
}
