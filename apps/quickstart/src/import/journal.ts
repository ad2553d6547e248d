import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** One document that is in the catalogue. */
export interface JournalEntry {
  file: string;
  sha256: string;
  serviceSlug: string;
  versionName: string;
  published: boolean;
}

/** What earlier runs on the same folder and server have done, one line for each document, written when it is done. */
export class Journal {
  readonly entries = new Map<string, JournalEntry>();
  private readonly file: string;

  constructor(localDir: string, folder: string, apiUrl: string) {
    const name = createHash('sha256').update(`${folder}\n${apiUrl}`).digest('hex').slice(0, 16);
    this.file = path.join(localDir, 'import', `${name}.jsonl`);
    mkdirSync(path.dirname(this.file), { recursive: true });
    const lines = existsSync(this.file) ? readFileSync(this.file, 'utf8').split('\n') : [];
    for (const line of lines) this.take(line);
  }

  has(wanted: JournalEntry): boolean {
    const entry = this.entries.get(wanted.file);
    if (entry === undefined || (wanted.published && !entry.published)) return false;
    const { sha256, serviceSlug, versionName } = entry;
    return sha256 === wanted.sha256 && serviceSlug === wanted.serviceSlug && versionName === wanted.versionName;
  }

  add(entry: JournalEntry): void {
    appendFileSync(this.file, JSON.stringify(entry) + '\n');
    this.entries.set(entry.file, entry);
  }

  /** For a catalogue that was emptied since. */
  forget(): void {
    rmSync(this.file, { force: true });
    this.entries.clear();
  }

  /** A line that a kill cut off is no entry; its document is done again, which changes nothing. */
  private take(line: string): void {
    try {
      const entry = JSON.parse(line) as JournalEntry;
      this.entries.set(entry.file, entry);
    } catch {
      // cut off
    }
  }
}
