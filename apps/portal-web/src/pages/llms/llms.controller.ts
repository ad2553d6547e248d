import { Controller, Get, Param, Query } from '@nestjs/common';
import type { ServicePageDto } from '#contract';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { PlainText } from '../../http/page.js';
import { PublicUrl } from '../../http/public-url.js';
import { readStart } from '../reference/reference.api.js';
import { textOf } from '../shared/form.js';
import { catalogueText, versionText } from './llms.js';

/** As many services as the file names at once; it says where it goes on. */
const listedAtMost = 200;

/** `llms.txt`: what programs that read may find here, by what the one who asks may see. */
@Controller()
export class LlmsController {
  constructor(private readonly publicUrl: PublicUrl) {}

  @Get('llms.txt')
  async catalogue(@Query() query: Record<string, unknown>, @AsVisitor() visitor: VisitorApi): Promise<PlainText> {
    const services = await visitor.call<ServicePageDto>({
      path: apiPath('services'),
      query: { limit: listedAtMost, cursor: textOf(query, 'cursor') },
    });
    return new PlainText('text/plain', catalogueText(services, this.publicUrl.base));
  }

  @Get('services/:slug/:version/llms.txt')
  async version(
    @Param('slug') slug: string,
    @Param('version') version: string,
    @AsVisitor() visitor: VisitorApi,
  ): Promise<PlainText> {
    const start = await readStart(visitor, { slug, version });
    return new PlainText('text/plain', versionText(start, this.publicUrl.base));
  }
}
