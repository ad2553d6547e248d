import {
  Body,
  Controller,
  Get,
  NotFoundException,
  Param,
  Post,
  Query,
  Req,
  UnauthorizedException,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ConsoleAnswerDto, ConsoleSessionDto } from '#contract';
import { ApiProblem } from '../../api-client/api-problem.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page } from '../../http/page.js';
import { operationOf } from '../reference/addresses.js';
import { readReferenceOperation } from '../reference/reference.api.js';
import { textOf, type Form } from '../shared/form.js';
import { consoleAnswerView } from './console-answer.view.js';
import { consoleFields } from './console-fields.js';
import { chosen, keptSession, refusal } from './console-choice.js';
import { ConsoleSchemas } from './console-schema.js';
import { readTyped, type Typed } from './console-typed.js';
import { endConsole, readCalls, readConsoleStart, sendCall, startConsole } from './console.api.js';
import { consoleView, type ConsoleParts, type ConsoleState } from './console.view.js';
import { valuesOfCall } from './values-of-call.js';

const empty = { session: undefined, values: {}, content: 0, errors: {}, problem: undefined, answer: undefined };

@Controller('services/:slug/:version/console/:method')
export class ConsoleController {
  /** The form, filled with examples or with what an earlier call had. */
  @Get('*')
  async show(
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Param('method') method: string,
    @Query() query: Form,
    @Req() request: FastifyRequest,
    @AsVisitor() visitor: VisitorApi,
  ): Promise<Page> {
    if (request.visitor.session === undefined) throw new UnauthorizedException();
    const parts = await this.parts(visitor, { slug, version }, operationFrom(method, request));
    const call = parts.calls.find(({ id }) => id === textOf(query, 'call'));
    const filled = call === undefined ? {} : valuesOfCall(call, parts.fields);
    return new Page('console', consoleView(parts, { ...empty, ...chosen(parts, {}), ...filled }));
  }

  /** The same form with what was typed, and the answer beside it. */
  @Post('*')
  async send(
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Param('method') method: string,
    @Body() form: Form,
    @Req() request: FastifyRequest,
    @AsVisitor() visitor: VisitorApi,
  ): Promise<Page> {
    if (request.visitor.session === undefined) throw new UnauthorizedException();
    const parts = await this.parts(visitor, { slug, version }, operationFrom(method, request));
    const typed = readTyped(form, parts.fields);
    const { values, content, errors } = typed;
    const state: ConsoleState = { ...empty, ...chosen(parts, form), values, content, errors };
    if (Object.keys(errors).length > 0) return page(parts, { ...state, session: keptSession(form, state) }, 400);
    try {
      const { answer, session } = await this.exchange(visitor, parts, typed, form, state);
      const calls = await readCalls(visitor, slug);
      const answered = { ...state, session, answer: consoleAnswerView(answer, parts.operation.path) };
      return page({ ...parts, calls }, answered);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status === 401) throw error;
      return page(parts, { ...state, session: keptSession(form, state), ...refusal(error, parts) }, error.status);
    }
  }

  /** With the key of this page; another one where that has ended, or is one of another application. */
  private async exchange(
    visitor: VisitorApi,
    { operation }: ConsoleParts,
    { parameters, body }: Typed,
    form: Form,
    state: ConsoleState,
  ): Promise<{ answer: ConsoleAnswerDto; session: ConsoleSessionDto }> {
    const { place, method, path } = operation;
    const at = { service: place.service.slug, version: place.version.name };
    const begin = () =>
      startConsole(visitor, { ...at, applicationId: state.application, environment: state.environment });
    const send = ({ id, token }: ConsoleSessionDto) =>
      sendCall(visitor, id, { ...at, token, method, path, parameters, ...(body === undefined ? {} : { body }) });
    const kept = keptSession(form, state);
    const before = textOf(form, 'session');
    if (kept === undefined && before !== '') await endConsole(visitor, before).catch(() => undefined);
    const session = kept ?? (await begin());
    try {
      return { answer: await send(session), session };
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'console.session_ended') throw error;
      const another = await begin();
      return { answer: await send(another), session: another };
    }
  }

  private async parts(
    visitor: VisitorApi,
    of: { slug: string; version: string },
    operation: { method: string; path: string },
  ): Promise<ConsoleParts> {
    const [found, start, calls] = await Promise.all([
      readReferenceOperation(visitor, of, operation),
      readConsoleStart(visitor, of.slug, of.version),
      readCalls(visitor, of.slug),
    ]);
    const fields = consoleFields(found, new ConsoleSchemas(found.components));
    return { operation: found, start, fields, calls };
  }
}

function page(parts: ConsoleParts, state: ConsoleState, status = 200): Page {
  return new Page('console', consoleView(parts, state), { status });
}

function operationFrom(method: string, request: FastifyRequest): { method: string; path: string } {
  const { '*': rest = '' } = request.params as Record<string, string>;
  if (method.toLowerCase() === 'webhook') throw new NotFoundException();
  return operationOf(method, rest);
}
