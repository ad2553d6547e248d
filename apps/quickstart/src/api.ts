/** A small client of the API for the set-up: JSON in, JSON out, an error that says what was asked and answered. */
export class Api {
  private token: string | undefined;

  constructor(private readonly baseUrl: string) {}

  async signIn(email: string, password: string): Promise<void> {
    const session = await this.send<{ accessToken: string }>('POST', '/v1/sessions', { email, password });
    this.token = session.accessToken;
  }

  get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.send<T>('POST', path, body);
  }

  patch<T>(path: string, revision: number, body: unknown): Promise<T> {
    return this.send<T>('PATCH', path, body, { 'if-match': `"${revision}"` });
  }

  /** Sends bytes as they are: an OpenAPI document. */
  putBytes<T>(path: string, bytes: Uint8Array, contentType: string): Promise<T> {
    return this.send<T>('PUT', path, bytes, { 'content-type': contentType });
  }

  private async send<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const bytes = body instanceof Uint8Array;
    const response = await fetch(new URL(path, this.baseUrl), {
      method,
      headers: {
        ...(body === undefined || bytes ? {} : { 'content-type': 'application/json' }),
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      body: body === undefined ? undefined : bytes ? Buffer.from(body) : JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text.slice(0, 500)}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}
