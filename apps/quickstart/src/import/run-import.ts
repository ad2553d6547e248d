import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type FoundFile, findDocuments } from './find-documents.js';
import type { ApiClient } from '../api-client.js';
import { DocumentImporter } from './import-document.js';
import type { Journal, JournalEntry } from './journal.js';
import { type OutlinedFile, type PlannedDocument, planImport } from './plan-import.js';
import { ProgressBar } from './progress-bar.js';
import { readOutline } from './read-outline.js';

/** Documents on their way at the same time: the server reads two at once. */
const CONCURRENCY = 2;
/** The server takes no larger ones. */
const MAX_BYTES = 50 * 1024 * 1024;

export interface ImportFailure {
  file: string;
  reason: string;
}

export interface ImportResult {
  imported: number;
  /** In the catalogue since an earlier run. */
  alreadyThere: number;
  /** Files that are no OpenAPI documents. */
  skipped: string[];
  failures: ImportFailure[];
}

export interface ImportOptions {
  client: ApiClient;
  teamId: string;
  publish: boolean;
  journal: Journal;
}

interface Work {
  document: PlannedDocument;
  absolute: string;
  entry: JournalEntry;
}

/** Brings every OpenAPI document below the folder into the catalogue. A document that fails stops no other. */
export async function runImport(folder: string, options: ImportOptions): Promise<ImportResult> {
  const { client, teamId, publish, journal } = options;
  const result: ImportResult = { imported: 0, alreadyThere: 0, skipped: [], failures: [] };
  const work = await planned(folder, publish, result);
  const due = work.filter(({ entry }) => !journal.has(entry));
  result.alreadyThere = work.length - due.length;
  const importer = new DocumentImporter(client, teamId, publish);
  const bar = new ProgressBar('Importing', due.length);
  const next = due.values();
  const worker = async (): Promise<void> => {
    for (const { document, absolute, entry } of next) {
      const failure = await importOne(importer, document, absolute);
      if (failure === null) {
        journal.add(entry);
        result.imported++;
      } else {
        result.failures.push(failure);
      }
      bar.advance(failure === null);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  bar.end();
  result.failures.sort((a, b) => (a.file < b.file ? -1 : 1));
  return result;
}

async function importOne(
  importer: DocumentImporter,
  document: PlannedDocument,
  absolute: string,
): Promise<ImportFailure | null> {
  try {
    await importer.run(document, await readFile(absolute));
    return null;
  } catch (error) {
    return { file: document.file, reason: (error as Error).message };
  }
}

/** Looks at every file once; what cannot be imported is noted in the result. */
async function planned(folder: string, publish: boolean, result: ImportResult): Promise<Work[]> {
  const found = await findDocuments(folder);
  const bar = new ProgressBar('Looking at the files', found.length);
  const outlined: (OutlinedFile & { absolute: string; sha256: string })[] = [];
  for (const file of found) {
    const failed = result.failures.length;
    const outline = await outlineOf(file, result);
    if (outline !== null) outlined.push(outline);
    bar.advance(result.failures.length === failed);
  }
  bar.end();
  return planImport(outlined).map((document, index) => {
    const { absolute, sha256 } = outlined[index]!;
    const { file, serviceSlug, versionName } = document;
    return { document, absolute, entry: { file, sha256, serviceSlug, versionName, published: publish } };
  });
}

async function outlineOf({ file, absolute, byteLength }: FoundFile, result: ImportResult) {
  if (byteLength > MAX_BYTES) {
    result.failures.push({ file, reason: `The file has ${byteLength} bytes; ${MAX_BYTES} are the most.` });
    return null;
  }
  try {
    const bytes = await readFile(absolute);
    const outline = readOutline(bytes.toString('utf8'), /\.json$/i.test(file));
    if (outline === null) {
      result.skipped.push(file);
      return null;
    }
    return { file, absolute, outline, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    result.failures.push({ file, reason: `It cannot be read: ${(error as Error).message.split('\n')[0]}` });
    return null;
  }
}
