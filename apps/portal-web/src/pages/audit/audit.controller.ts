import { Controller, Get, Query } from '@nestjs/common';
import type { AuditPageDto } from '#contract';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page } from '../../http/page.js';
import { optionalTextOf, type Form } from '../shared/form.js';
import { auditView } from './audit.view.js';

@Controller('admin/audit')
export class AuditController {
  @Get()
  async list(@AsVisitor() api: VisitorApi, @Query() query: Form): Promise<Page> {
    const filter = {
      subjectKind: optionalTextOf(query, 'subjectKind'),
      subjectId: optionalTextOf(query, 'subjectId'),
      cursor: optionalTextOf(query, 'cursor'),
    };
    return new Page('audit', auditView(await api.call<AuditPageDto>({ path: '/v1/audit', query: filter }), filter));
  }
}
