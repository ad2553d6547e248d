import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { sendDownload } from '../shared/send-download.js';

@Controller('services/:slug/:version/document')
export class DocumentController {
  /** The document of a version, as it was uploaded, for everybody who may read its reference. */
  @Get()
  async show(
    @Param('slug') slug: string,
    @Param('version') version: string,
    @AsVisitor() visitor: VisitorApi,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendDownload(reply, await visitor.download({ path: apiPath('services', slug, 'versions', version, 'spec') }));
  }
}
