import { Agent, request } from 'node:http';
import { runToEnd } from './processes.js';

/** Plain node:http: fetch takes a millisecond of its own, which is much where single calls are timed. */
const agent = new Agent({ keepAlive: true });

const PAGE_ITEMS = 100;

interface Reply {
  status: number;
  text: string;
}

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

interface Account {
  email: string;
  password: string;
}

/** Calls the API as somebody who is signed in, and signs in again when that has expired. */
export class ApiClient {
  private token = '';

  private constructor(
    private readonly url: string,
    private readonly account: Account,
  ) {}

  /** Makes an admin in the database and signs in as them. */
  static async signInAsAdmin(url: string, env: Record<string, string>): Promise<ApiClient> {
    const account = { email: 'admin@bench.example', password: 'a password of the bench 0123' };
    await runToEnd('apps/portal-api/src/main.admin.js', {
      ...env,
      ADMIN_EMAIL: account.email,
      ADMIN_PASSWORD: account.password,
    });
    const client = new ApiClient(url, account);
    await client.signIn();
    return client;
  }

  get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  /** All items of a list, page by page. */
  async getAll<T>(path: string): Promise<T[]> {
    const all: T[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = new URLSearchParams({ limit: String(PAGE_ITEMS), ...(cursor === '' ? {} : { cursor }) });
      const page: Page<T> = await this.get<Page<T>>(`${path}?${query}`);
      all.push(...page.items);
      cursor = page.nextCursor;
    }
    return all;
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.send<T>('POST', path, body);
  }

  /** Sends the bytes of a document. */
  put<T>(path: string, document: string | Buffer): Promise<T> {
    return this.send<T>('PUT', path, document);
  }

  /** Changes what was read in that revision. */
  patch<T>(path: string, revision: number, body: object): Promise<T> {
    return this.send<T>('PATCH', path, body, { 'if-match': `"${revision}"` });
  }

  private async send<T>(
    method: string,
    path: string,
    body?: object | string | Buffer,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const call = (): Promise<Reply> =>
      exchange(
        new URL(path, this.url),
        method,
        {
          ...headers,
          ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        typeof body !== 'object' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      );
    let reply = await call();
    if (reply.status === 401 && this.token !== '') {
      await this.signIn();
      reply = await call();
    }
    const { status, text } = reply;
    if (status < 200 || status > 299) throw new Error(`${method} ${path} was answered with ${status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  private async signIn(): Promise<void> {
    this.token = '';
    this.token = (await this.post<{ accessToken: string }>('/v1/sessions', this.account)).accessToken;
  }
}

function exchange(
  url: URL,
  method: string,
  headers: Record<string, string>,
  body: string | Buffer | undefined,
): Promise<Reply> {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body ?? '');
  const length = body === undefined ? {} : { 'content-length': String(bytes.byteLength) };
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers: { ...headers, ...length }, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
      });
    });
    call.on('error', reject);
    call.end(bytes);
  });
}
