import { runToEnd } from './processes.js';

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

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.send<T>('POST', path, body);
  }

  /** Sends the bytes of a document. */
  put<T>(path: string, document: string): Promise<T> {
    return this.send<T>('PUT', path, document);
  }

  /** Changes what was read in that revision. */
  patch<T>(path: string, revision: number, body: object): Promise<T> {
    return this.send<T>('PATCH', path, body, { 'if-match': `"${revision}"` });
  }

  private async send<T>(
    method: string,
    path: string,
    body?: object | string,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const call = () =>
      fetch(new URL(path, this.url), {
        method,
        headers: {
          ...headers,
          ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: typeof body === 'object' ? JSON.stringify(body) : body,
      });
    let response = await call();
    if (response.status === 401 && this.token !== '') {
      await this.signIn();
      response = await call();
    }
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  private async signIn(): Promise<void> {
    this.token = '';
    this.token = (await this.post<{ accessToken: string }>('/v1/sessions', this.account)).accessToken;
  }
}
