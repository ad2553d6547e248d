import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart, { type MultipartFile } from '@fastify/multipart';
import { ForbiddenException, PayloadTooLargeException, UnauthorizedException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PortalApi } from '../api-client/portal-api.js';
import { VisitorApi } from '../api-client/visitor-api.js';
import type { FormFile } from '../pages/shared/form.js';
import type { Cookies } from '../session/cookies.js';
import { isFromOurPages } from '../session/csrf.js';
import type { Session } from '../session/session.js';
import type { SessionRefresher } from '../session/session-refresher.js';
import { Visitor } from './visitor.js';

const maxFormBytes = 256 * 1024;
const maxFieldBytes = 2 * 1024 * 1024;
/** As much as the API takes. */
const maxDocumentBytes = 50 * 1024 * 1024;
/** A form as a whole; what the console sends is 5 MiB. */
const maxUploadBytes = 2 * maxDocumentBytes;
const maxConsoleBytes = 8 * 1024 * 1024;
const consoleRoute = '/services/:slug/:version/console/';
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What the hooks work with. */
export interface HookParts {
  api: PortalApi;
  cookies: Cookies;
  refresher: SessionRefresher;
  headers: Record<string, string>;
  publicUrl: string;
}

/** Sets up what happens to every request before a controller sees it, in this order. */
export async function registerHooks(app: NestFastifyApplication, parts: HookParts): Promise<void> {
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: maxFormBytes });
  await app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { fileSize: maxDocumentBytes, files: 5, fields: 250, fieldSize: maxFieldBytes },
    // A file that is too large is cut and marked, so that the form it came with can be shown again.
    throwFileSizeLimit: false,
    onFile: keepFileBytes,
  });
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  server.decorateRequest('visitor', null as unknown as Visitor);
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(parts.headers);
    await attachVisitor(parts, request, reply);
    refuseUploadsOfStrangers(request);
    refuseLongUploads(request);
  });
  server.addHook('preHandler', async (request) => {
    refuseForeignForms(parts.publicUrl, request);
    refuseCutFields(request);
  });
}

async function keepFileBytes(part: MultipartFile & { value?: unknown }): Promise<void> {
  const bytes = await part.toBuffer();
  const file: FormFile = { fileName: part.filename, mediaType: part.mimetype, bytes, isCut: part.file.truncated };
  part.value = file;
}

/** Documents are large and only sent by who is signed in: nobody else makes us read one. */
function refuseUploadsOfStrangers({ method, headers, visitor }: FastifyRequest): void {
  const isUpload = /^multipart\//i.test(headers['content-type'] ?? '');
  if (isUpload && !safeMethods.has(method) && visitor.session === undefined) throw new UnauthorizedException();
}

/** Several files may come in one form, so the form is measured as a whole; browsers say its length. */
function refuseLongUploads({ method, headers, routeOptions }: FastifyRequest): void {
  if (safeMethods.has(method) || !/^multipart\//i.test(headers['content-type'] ?? '')) return;
  // An address can be written in many ways; the route is what it was read as.
  const most = routeOptions.url?.startsWith(consoleRoute) ? maxConsoleBytes : maxUploadBytes;
  if (!(Number(headers['content-length']) <= most)) throw new PayloadTooLargeException();
}

async function attachVisitor(parts: HookParts, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { cookies } = parts;
  const visitor = (session: Session | undefined) =>
    new Visitor(cookies, request, reply, session, new VisitorApi(parts.api, session?.accessToken, request.ip));
  const stored = cookies.readSession(request);
  // Set before anything can fail, so that an error page knows at least the theme.
  request.visitor = visitor(undefined);
  if (stored === undefined) {
    if (cookies.hasSessionCookie(request)) cookies.clearSession(reply);
    return;
  }
  const session = await parts.refresher.fresh(stored);
  if (session === undefined) cookies.clearSession(reply);
  else if (session !== stored) cookies.writeSession(reply, session);
  request.visitor = visitor(session);
}

/** The parser cuts what is longer than a field may be and says nothing; half a text must not pass for the whole. */
function refuseCutFields(request: FastifyRequest): void {
  if (!request.isMultipart()) return;
  const fields = Object.values((request.body ?? {}) as Record<string, unknown>);
  const isCut = fields.some((value) => typeof value === 'string' && Buffer.byteLength(value) >= maxFieldBytes);
  if (isCut) throw new PayloadTooLargeException();
}

/** Everything that changes something needs both: an Origin of ours and the token of this very session. */
function refuseForeignForms(publicUrl: string, request: FastifyRequest): void {
  if (safeMethods.has(request.method)) return;
  const { _csrf: token } = (request.body ?? {}) as Record<string, unknown>;
  if (isFromOurPages(request.headers, publicUrl) && request.visitor.isCsrfTokenRight(token)) return;
  throw new ForbiddenException();
}
