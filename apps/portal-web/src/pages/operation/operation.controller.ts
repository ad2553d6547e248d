import { Controller, Get, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page } from '../../http/page.js';
import {
  readMySubscriptions,
  readOperation,
  readOperations,
  readService,
  readVersion,
} from '../service/service.api.js';
import { operationView } from './operation.view.js';

@Controller('services/:slug/:version/:method')
export class OperationController {
  /** One operation: `/services/orders/v2/get/orders/%7Bid%7D` is GET /orders/{id}. */
  @Get('*')
  async show(
    @Param('slug') slug: string,
    @Param('version') versionName: string,
    @Param('method') method: string,
    @Req() request: FastifyRequest,
    @AsVisitor() visitor: VisitorApi,
  ): Promise<Page> {
    const { '*': rest = '' } = request.params as Record<string, string>;
    const [service, version, operation, siblings, subscriptions] = await Promise.all([
      readService(visitor, slug),
      readVersion(visitor, slug, versionName),
      readOperation(visitor, slug, versionName, { method: method.toUpperCase(), path: `/${rest}` }),
      readOperations(visitor, slug, versionName),
      request.visitor.session === undefined ? [] : readMySubscriptions(visitor, slug),
    ]);
    const view = operationView({ service, version, operation, siblings, subscriptions });
    return new Page('operation', view, { shared: true });
  }
}
