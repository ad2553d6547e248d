import { Controller, Get, NotFoundException, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ReferenceOperationDto } from '#contract';
import { ApiProblem } from '../../api-client/api-problem.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page, PlainText, Redirect } from '../../http/page.js';
import { PublicUrl } from '../../http/public-url.js';
import { operationOf, versionHref } from '../reference/addresses.js';
import { askedPage, countOf, type AskedPage } from '../reference/asked-page.js';
import { readReferenceOperation } from '../reference/reference.api.js';
import { operationPlaceView } from '../schema/schema.view.js';
import { textOf } from '../shared/form.js';
import { operationMarkdown } from './operation.markdown.js';
import { operationView } from './operation.view.js';

@Controller('services/:slug/:version/:method')
export class OperationController {
  constructor(private readonly publicUrl: PublicUrl) {}

  /** One operation: `/services/orders/v2/get/orders/%7Bid%7D` is GET /orders/{id}. */
  @Get('*')
  async show(
    @Param('slug') slug: string,
    @Param('version') version: string,
    @Param('method') method: string,
    @Req() request: FastifyRequest,
    @AsVisitor() visitor: VisitorApi,
  ): Promise<Page | PlainText | Redirect> {
    const asked = askedPage(request);
    const operation = await this.read(visitor, { slug, version }, method, asked);
    if (operation === undefined) return new Redirect(versionHref(slug, version));
    if (asked.isMarkdown) return new PlainText('text/markdown', operationMarkdown(operation, this.publicUrl.base));
    if (asked.at !== '') return placePage(operation, asked);
    const view = operationView(operation, {
      example: countOf(asked.query['example']),
      language: textOf(asked.query, 'language'),
      environment: textOf(asked.query, 'environment'),
    });
    return new Page('operation', view, { shared: true });
  }

  /** Nothing for somebody who changed the version while another one has no such operation. */
  private async read(
    visitor: VisitorApi,
    of: { slug: string; version: string },
    method: string,
    asked: AskedPage,
  ): Promise<ReferenceOperationDto | undefined> {
    try {
      return await readReferenceOperation(visitor, of, operationOf(method, asked.rest));
    } catch (error) {
      if (asked.was !== '' && error instanceof ApiProblem && error.status === 404) return undefined;
      throw error;
    }
  }
}

/** A place in what the operation says, for itself. */
function placePage(operation: ReferenceOperationDto, { at, from }: AskedPage): Page {
  const view = operationPlaceView(operation, at, from);
  if (view === undefined) throw new NotFoundException();
  return new Page('schema', view, { shared: true });
}
