import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiProblem } from '../../api-client/api-problem.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Redirect } from '../../http/page.js';
import { isLocalPath } from '../../view/helpers.js';
import { textOf, type Form } from '../shared/form.js';
import { endConsole, forgetCalls } from './console.api.js';

@Controller('console')
export class ConsoleSessionController {
  /** A page says that it is left: its key is of no more use. */
  @Post('end')
  @HttpCode(204)
  async end(@Body() form: Form, @AsVisitor() visitor: VisitorApi): Promise<void> {
    try {
      await endConsole(visitor, textOf(form, 'session'));
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 404) throw error;
    }
  }

  @Post('forget')
  async forget(@Body() form: Form, @AsVisitor() visitor: VisitorApi): Promise<Redirect> {
    await forgetCalls(visitor);
    const back = textOf(form, 'back');
    return new Redirect(isLocalPath(back) ? back : '/', { kind: 'good', message: 'Your history is empty.' });
  }
}
