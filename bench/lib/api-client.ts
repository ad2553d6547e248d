import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '#platform';

/** Calls the API as somebody who is signed in. */
export class ApiClient {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Makes an admin in the database and signs in as them. */
  static async signInAsAdmin(url: string, env: Record<string, string>): Promise<ApiClient> {
    const account = { email: 'admin@bench.example', password: 'a password of the bench 0123' };
    await runToEnd('apps/portal-api/src/main.admin.js', {
      ...env,
      ADMIN_EMAIL: account.email,
      ADMIN_PASSWORD: account.password,
    });
    const client = new ApiClient(url, '');
    const { accessToken } = await client.send<{ accessToken: string }>('POST', '/v1/sessions', account);
    return new ApiClient(url, accessToken);
  }

  get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.send<T>('POST', path, body);
  }

  /** Sends the bytes of a document. */
  put<T>(path: string, document: string): Promise<T> {
    return this.send<T>('PUT', path, document);
  }

  private async send<T>(method: string, path: string, body?: object | string): Promise<T> {
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: {
        ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: typeof body === 'object' ? JSON.stringify(body) : body,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

async function runToEnd(entry: string, env: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [path.join(projectRoot(), 'dist', entry)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${entry} ended with ${code}:\n${output}`);
}
