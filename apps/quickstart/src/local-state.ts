import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What `npm start` makes up once and keeps beside the data, readable by its owner only. */
export interface LocalSecrets {
  masterSecret: string;
  postgresPassword: string;
  adminEmail: string;
  adminPassword: string;
}

/** What a program needs that waits for the quickstart: the same facts that are printed. */
export interface ReadyFacts {
  portalUrl: string;
  apiUrl: string;
  gatewayUrl: string;
  gatewayAdminUrl: string;
  adminEmail: string;
  adminPassword: string;
  demoCurl: string;
}

/** The ignored folder that holds everything a start leaves behind: data, secrets, logs, ready.json. */
export class LocalState {
  constructor(readonly folder: string) {
    mkdirSync(path.join(folder, 'logs'), { recursive: true });
  }

  path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  /** Made on the first start, read on every later one. */
  secrets(): LocalSecrets {
    const file = this.path('secrets.json');
    if (!existsSync(file)) {
      const secrets: LocalSecrets = {
        masterSecret: randomBytes(32).toString('base64url'),
        postgresPassword: randomBytes(18).toString('base64url'),
        adminEmail: 'admin@gatehouse.example',
        adminPassword: randomBytes(15).toString('base64url'),
      };
      writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
    }
    return JSON.parse(readFileSync(file, 'utf8')) as LocalSecrets;
  }

  /** Gone while nothing is ready, so that nobody takes the facts of an earlier start for ours. */
  clearReady(): void {
    rmSync(this.path('ready.json'), { force: true });
  }

  /** There at once as a whole, because others wait for it to be there. */
  writeReady(facts: ReadyFacts): void {
    const file = this.path('ready.json');
    writeFileSync(`${file}.new`, JSON.stringify(facts, null, 2) + '\n', { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}
