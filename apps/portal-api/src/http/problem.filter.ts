import { STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemDto } from '#contract';
import { Fault, type FaultCode } from '#domain';
import { toFault } from '../database/transactions.js';
import { Replay } from '../database/unit-of-work.js';
import { FAULT_STATUS } from './fault-status.js';

/** Turns everything that was thrown into a problem document (RFC 9457). The only place where a code becomes a status. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (error instanceof Replay) {
      void reply.status(error.status).header('idempotency-replayed', 'true').header('cache-control', 'no-store');
      void reply.send(error.body);
      return;
    }
    sendProblem(faultOf(error), http.getRequest<FastifyRequest>(), reply);
  }
}

/** Sends a fault as its problem document; what is not public goes to the log alone. */
function sendProblem(fault: Fault, request: FastifyRequest, reply: FastifyReply): void {
  const status = FAULT_STATUS[fault.code];
  if (status >= 500) request.log.error({ err: fault.cause ?? fault, code: fault.code }, 'request failed');
  const { fields, retryAfterSeconds } = fault.options;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  // RFC 9110, 15.5.9: what is still to come of the request is not waited for.
  if (status === 408) void reply.header('connection', 'close');
  const problem: ProblemDto = {
    type: `urn:gatehouse:problem:${fault.code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: fault.message,
    code: fault.code,
    requestId: request.id,
    ...(fields === undefined ? {} : { errors: fields }),
  };
  void reply
    .status(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store');
  void reply.send(JSON.stringify(problem));
}

/** Answers an address that Fastify cannot decode: it never reaches a hook, so what the hooks add is added here. */
export function answerUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
  sendProblem(faultOf(error), request, reply);
}

const CODE_BY_STATUS: Record<number, FaultCode> = {
  400: 'request.invalid',
  401: 'request.unauthenticated',
  403: 'request.forbidden',
  404: 'request.not_found',
  413: 'request.too_large',
  414: 'request.not_found',
  415: 'request.invalid',
  429: 'request.too_many',
};

const TEXT_BY_CODE: Partial<Record<FaultCode, string>> = {
  'request.invalid': 'The request could not be read. Check its Content-Type and that the body is valid.',
  'request.not_found': 'There is nothing at this address.',
  'request.too_large': 'The request body is larger than this address takes.',
};

/** What was thrown by the framework, the database or a bug, as a fault with a text that may be shown. */
export function faultOf(thrown: unknown): Fault {
  const error = toFault(thrown);
  if (error instanceof Fault) return error;
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number }).statusCode;
  const code = CODE_BY_STATUS[status ?? 500];
  if (code === undefined)
    return new Fault('internal.unexpected', 'Something went wrong on our side. It was written down.', {
      cause: thrown,
    });
  return new Fault(code, TEXT_BY_CODE[code] ?? 'The request was refused.', { cause: thrown });
}
