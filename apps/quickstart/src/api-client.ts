import { setTimeout as delay } from 'node:timers/promises';
import type { ProblemDto, SessionDto } from '#contract';

const REQUEST_TIMEOUT_MS = 180_000;
const ATTEMPTS = 6;
const FIRST_DELAY_MS = 500;
/** A new sign-in this long before the access token ends. */
const RENEW_AHEAD_MS = 60_000;

/** What the API refused, with its own words. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Talks to the API as one user. A server that is away or busy for a moment is asked again. */
export class ApiClient {
  private session: Promise<SessionDto> | null = null;

  constructor(
    private readonly apiUrl: string,
    private readonly email: string,
    private readonly password: string,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.signedIn<T>('GET', path);
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return this.signedIn<T>('POST', path, body === undefined ? undefined : JSON.stringify(body), 'application/json');
  }

  patch<T>(path: string, revision: number, body: unknown): Promise<T> {
    const headers = { 'if-match': `"${revision}"` };
    return this.signedIn<T>('PATCH', path, JSON.stringify(body), 'application/json', headers);
  }

  putBytes<T>(path: string, bytes: Buffer, contentType: string): Promise<T> {
    return this.signedIn<T>('PUT', path, bytes, contentType);
  }

  private async signedIn<T>(
    method: string,
    path: string,
    body?: string | Buffer,
    type?: string,
    headers: Record<string, string> = {},
  ): Promise<T> {
    let session = await (this.session ??= this.signIn());
    if (Date.parse(session.accessTokenExpiresAt) - RENEW_AHEAD_MS < Date.now())
      session = await (this.session = this.signIn());
    return this.send<T>(method, path, body, type, { ...headers, authorization: `Bearer ${session.accessToken}` });
  }

  private signIn(): Promise<SessionDto> {
    const body = JSON.stringify({ email: this.email, password: this.password });
    return this.send<SessionDto>('POST', '/v1/sessions', body, 'application/json', {});
  }

  private async send<T>(
    method: string,
    path: string,
    body: string | Buffer | undefined,
    type: string | undefined,
    headers: Record<string, string>,
  ): Promise<T> {
    const all = body === undefined || type === undefined ? headers : { ...headers, 'content-type': type };
    for (let attempt = 1; ; attempt++) {
      const answer = await this.attempt(method, path, body, all);
      if (answer instanceof Response) {
        const text = await answer.text();
        if (answer.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
        const mayHeal = answer.status === 503 || answer.status === 429;
        if (!mayHeal || attempt === ATTEMPTS) throw refusalOf(answer.status, text);
        await delay(1000 * Number(answer.headers.get('retry-after') ?? 1));
      } else {
        if (attempt === ATTEMPTS) throw new Error(`${this.apiUrl} cannot be reached: ${answer.message}`);
        await delay(FIRST_DELAY_MS * 2 ** (attempt - 1));
      }
    }
  }

  private async attempt(
    method: string,
    path: string,
    body: string | Buffer | undefined,
    headers: Record<string, string>,
  ): Promise<Response | Error> {
    try {
      const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
      return await fetch(new URL(path, this.apiUrl), { method, body, headers, signal, redirect: 'manual' });
    } catch (error) {
      const { message, cause } = error as Error;
      return new Error(cause instanceof Error ? cause.message || message : message);
    }
  }
}

function refusalOf(status: number, text: string): Refusal {
  try {
    const { code, detail } = JSON.parse(text) as ProblemDto;
    return new Refusal(status, code, detail);
  } catch {
    return new Refusal(status, 'unknown', `The server answered ${status}.`);
  }
}
