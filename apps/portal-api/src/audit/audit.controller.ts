import { Controller, Get, Query } from '@nestjs/common';
import { ApiForbiddenResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AuditPageDto, AuditQuery, ProblemDto } from '#contract';
import { Authenticated } from '../auth/authenticated.decorator.js';
import { AuditReader } from './audit.reader.js';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditReader) {}

  /** Who did what to what, the newest first. For auditors and admins. */
  @Get()
  @Authenticated('audit.read')
  @ApiOkResponse({ type: AuditPageDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  list(@Query() query: AuditQuery): Promise<AuditPageDto> {
    return this.audit.page(query);
  }
}
