import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AdminRequest, AdminResponse } from './admin-exchange.js';
import { KONG_VERSION, type KongAdminModel } from './kong-admin-model.js';

/** Larger bodies than this are refused with 413, as a Kong does by default. */
const MAX_ADMIN_BODY_BYTES = 10 * 1024 * 1024;

/** Serves the model over HTTP. */
export function adminListener(model: KongAdminModel): RequestListener {
  return (req, res) => {
    readAdminRequest(req)
      .then((request) => sendAdminResponse(res, request ? answer(model, request) : tooLarge()))
      .catch(() => res.destroy());
  };
}

/** The request with its whole body, or undefined when the body is too large. */
export async function readAdminRequest(req: IncomingMessage): Promise<AdminRequest | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_ADMIN_BODY_BYTES) chunks.push(chunk);
  }
  if (bytes > MAX_ADMIN_BODY_BYTES) return undefined;
  const body = Buffer.concat(chunks).toString();
  return { method: req.method ?? 'GET', path: req.url ?? '/', headers: req.headers, body };
}

/** Gives the length of the body in bytes. */
export function sendAdminResponse(res: ServerResponse, response: AdminResponse): number {
  const body = response.body === undefined ? undefined : Buffer.from(JSON.stringify(response.body));
  const length = [204, 304].includes(response.status) ? {} : { 'Content-Length': String(body?.length ?? 0) };
  res.writeHead(response.status, { ...response.headers, ...length, Server: `kong/${KONG_VERSION}` });
  res.end(body);
  return body?.length ?? 0;
}

/** A defect of the model is an internal error of the Admin API, not the end of the process. */
function answer(model: KongAdminModel, request: AdminRequest): AdminResponse {
  try {
    return model.handle(request);
  } catch {
    return { status: 500, headers: {}, body: { message: 'An unexpected error occurred' } };
  }
}

export function tooLarge(): AdminResponse {
  return { status: 413, headers: {}, body: { message: `The body may have ${MAX_ADMIN_BODY_BYTES} bytes at most.` } };
}
