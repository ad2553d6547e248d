import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { ApiProblem, ApiUnreachable } from './api-problem.js';

const timeoutMs = 15_000;
/** A document of 50 MiB is read whole before the API answers, and a long file goes as fast as who asked for it takes it. */
const slowTimeoutMs = 120_000;

/** One call to the API. `accessToken` is left out for what everybody may read. */
export interface ApiCall {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string | number | undefined>;
  body?: object;
  accessToken?: string | undefined;
  /** From where the person asks for whom the portal calls. */
  visitorAddress?: string;
  /** The ETag that the change is based on. */
  ifMatch?: string | undefined;
  /** Keeps a repeated POST from creating twice; made up when left out. */
  idempotencyKey?: string;
  /** A document is fetched, compared or linted before the answer comes, which takes its time with a large one. */
  isSlow?: boolean;
}

/** A file of the API, as it came. */
export interface Download {
  contentType: string;
  /** How a browser should take it: the Content-Disposition. */
  disposition: string;
  body: Readable;
}

/** The only way from the portal to the API. Throws ApiProblem for a refusal and ApiUnreachable when there is no answer. */
export class PortalApi {
  constructor(private readonly baseUrl: string) {}

  async call<T>(call: ApiCall): Promise<T> {
    return (await this.callForEtag<T>(call)).data;
  }

  /** As `call`, with the ETag that a later change has to name. */
  async callForEtag<T>(call: ApiCall): Promise<{ data: T; etag: string | undefined }> {
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const response = await this.send(call, body, body === undefined ? {} : { 'content-type': 'application/json' });
    const text = await readText(response);
    const data = parseJson(text);
    if (!response.ok) throw ApiProblem.from(response.status, data);
    return { data: data as T, etag: response.headers.get('etag') ?? undefined };
  }

  /** Sends bytes as they are, for documents. */
  async upload<T>(call: ApiCall, bytes: Buffer, headers: Record<string, string>): Promise<T> {
    const response = await this.send({ ...call, isSlow: true }, bytes, headers);
    const data = parseJson(await readText(response));
    if (!response.ok) throw ApiProblem.from(response.status, data);
    return data as T;
  }

  /**
   * The answer as it comes, for passing a file on.
   *
   * @param accept the media type to ask for, where the API gives several
   */
  async download(call: ApiCall, accept = '*/*'): Promise<Download> {
    const response = await this.send({ ...call, isSlow: true }, undefined, { accept });
    if (!response.ok) throw ApiProblem.from(response.status, parseJson(await readText(response)));
    return {
      contentType: response.headers.get('content-type') ?? 'application/octet-stream',
      disposition: response.headers.get('content-disposition') ?? 'attachment',
      body: response.body === null ? Readable.from([]) : Readable.fromWeb(response.body),
    };
  }

  private async send(call: ApiCall, body: string | Buffer | undefined, headers: Record<string, string>) {
    const url = new URL(`${this.baseUrl}${call.path}`);
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined && value !== '') url.searchParams.set(name, String(value));
    }
    const method = call.method ?? 'GET';
    const all: Record<string, string> = { accept: 'application/json', ...headers };
    if (call.accessToken !== undefined) all['authorization'] = `Bearer ${call.accessToken}`;
    if (call.visitorAddress !== undefined) all['x-forwarded-for'] = call.visitorAddress;
    if (call.ifMatch !== undefined) all['if-match'] = call.ifMatch;
    if (method === 'POST') all['idempotency-key'] = call.idempotencyKey ?? randomUUID();
    try {
      const signal = AbortSignal.timeout(call.isSlow === true ? slowTimeoutMs : timeoutMs);
      return await fetch(url, { method, headers: all, body: body as RequestInit['body'], signal, redirect: 'error' });
    } catch (cause) {
      throw new ApiUnreachable('The API did not answer.', { cause });
    }
  }
}

async function readText(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    throw new ApiUnreachable('The API broke off its answer.', { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
