import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KongAdminModel, type AdminState } from '#kong-admin';

/** Changes within this time are written together. */
const DEBOUNCE_MS = 200;

/** The model of a former run, or an empty one. A file that is no state stops the start: it is not overwritten. */
export function loadModel(path: string | undefined): KongAdminModel {
  if (path === undefined) return new KongAdminModel();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new KongAdminModel();
    throw error;
  }
  try {
    return KongAdminModel.fromJSON(JSON.parse(text) as AdminState);
  } catch (error) {
    throw new Error(`The state file ${path} cannot be read; move it away to start empty.`, { cause: error });
  }
}

/** Writes the model to a file after changes: whole and at once, so that the file is never half a state. */
export class StateFile {
  private timer?: NodeJS.Timeout;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly model: KongAdminModel,
    private readonly warn: (message: string) => void,
  ) {
    mkdirSync(dirname(path), { recursive: true });
    model.onChange(() => {
      this.timer ??= setTimeout(() => this.write(), DEBOUNCE_MS).unref();
    });
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    const isDue = this.timer !== undefined;
    clearTimeout(this.timer);
    await this.writing;
    if (!isDue) return;
    writeFileSync(`${this.path}.new`, JSON.stringify(this.model), { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }

  private write(): void {
    this.timer = undefined;
    this.writing = this.writing
      .then(() => writeFile(`${this.path}.new`, JSON.stringify(this.model), { mode: 0o600 }))
      .then(() => rename(`${this.path}.new`, this.path))
      .catch((error: Error) => this.warn(`state: cannot write ${this.path}: ${error.message}`));
  }
}
