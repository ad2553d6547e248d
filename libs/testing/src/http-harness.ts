export interface HttpCall {
  headers?: Record<string, string>;
  /** Sent as JSON; a text or bytes are sent as they are. */
  body?: unknown;
  /** Sent as a bearer token. */
  token?: string;
}

export interface HttpAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; undefined when it is none. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a server answers is looked at, not trusted
  json: any;
}

/** Calls a server over real HTTP. No redirect is followed. */
export class HttpHarness {
  constructor(readonly baseUrl: string) {}

  get(path: string, call?: HttpCall): Promise<HttpAnswer> {
    return this.call('GET', path, call);
  }

  post(path: string, call?: HttpCall): Promise<HttpAnswer> {
    return this.call('POST', path, call);
  }

  put(path: string, call?: HttpCall): Promise<HttpAnswer> {
    return this.call('PUT', path, call);
  }

  patch(path: string, call?: HttpCall): Promise<HttpAnswer> {
    return this.call('PATCH', path, call);
  }

  delete(path: string, call?: HttpCall): Promise<HttpAnswer> {
    return this.call('DELETE', path, call);
  }

  async call(method: string, path: string, { headers, body, token }: HttpCall = {}): Promise<HttpAnswer> {
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(new URL(path, this.baseUrl), {
      method,
      redirect: 'manual',
      headers: {
        ...(raw ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: raw ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  }
}

/** Fails, showing what was answered, unless the status is the expected one; returns the body. */
export function expectStatus(answer: HttpAnswer, status: number): HttpAnswer['json'] {
  if (answer.status !== status)
    throw new Error(`Expected ${status}, got ${answer.status}: ${answer.text.slice(0, 2_000)}`);
  return answer.json;
}

/** Fails unless the answer is a problem document (RFC 9457) with this status and code; returns the document. */
export function expectProblem(answer: HttpAnswer, status: number, code: string): HttpAnswer['json'] {
  const type = answer.headers.get('content-type') ?? '';
  if (!type.startsWith('application/problem+json')) {
    throw new Error(`Expected a problem document, got ${answer.status} ${type}: ${answer.text.slice(0, 2_000)}`);
  }
  const problem = expectStatus(answer, status);
  if (problem.code !== code) throw new Error(`Expected the code ${code}, got ${problem.code}: ${answer.text}`);
  return problem;
}
