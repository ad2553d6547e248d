import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { VisitorApi } from '../api-client/visitor-api.js';

/** Gives a controller the API in the name of whoever asks for the page. */
export const AsVisitor = createParamDecorator(
  (_: unknown, context: ExecutionContext): VisitorApi =>
    context.switchToHttp().getRequest<FastifyRequest>().visitor.api,
);
