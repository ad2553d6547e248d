import { runToEnd } from './processes.js';

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
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: {
        ...headers,
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
