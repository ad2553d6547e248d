import { Controller, Get } from '@nestjs/common';
import type { MeDto } from '#contract';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page } from '../../http/page.js';
import { accountView } from './account.view.js';

@Controller('account')
export class AccountController {
  /** Who I am and which teams I am in. */
  @Get()
  async show(@AsVisitor() visitor: VisitorApi): Promise<Page> {
    return new Page('account', accountView(await visitor.call<MeDto>({ path: '/v1/me' })));
  }
}
