import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { ApplicationDto, CredentialDto, IssuedKeyDto } from '#contract';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page, Redirect } from '../../http/page.js';
import { link } from '../../view/helpers.js';
import { issueKey, readApplication, readEnvironments, readKey } from '../shared/application.api.js';
import { confirmView, isConfirmed } from '../shared/confirm.view.js';
import { textOf, type Form } from '../shared/form.js';
import { keyRevealView } from '../shared/key-reveal.view.js';
import { refusalOf } from '../shared/refusal.js';
import { keyView, newKeyView, type NewKeyForm } from './keys.view.js';

@Controller('applications/:id/keys')
export class KeysController {
  @Get('new')
  async showNew(@Param('id') id: string, @AsVisitor() visitor: VisitorApi): Promise<Page> {
    const [application, environments] = await Promise.all([readApplication(visitor, id), readEnvironments(visitor)]);
    const form = { name: '', environment: 'live', expiresAt: '' };
    return new Page('key-new', newKeyView(application, environments, form, randomUUID()));
  }

  /** Answers with the key itself: it stands in this one answer, which nothing keeps. */
  @Post('new')
  async issue(@Param('id') id: string, @AsVisitor() visitor: VisitorApi, @Body() body: Form): Promise<Page> {
    const form = readForm(body);
    const application = await readApplication(visitor, id);
    let issued: IssuedKeyDto | undefined;
    const problem = await refusalOf(async () => {
      const expiresAt = form.expiresAt === '' ? undefined : endOfDay(form.expiresAt);
      const request = { name: form.name, environment: form.environment || undefined, expiresAt };
      issued = await issueKey(visitor, id, request, textOf(body, 'once') || randomUUID());
    });
    if (issued !== undefined) return new Page('key-revealed', keyRevealView(application, issued));
    const environments = await readEnvironments(visitor);
    const view = newKeyView(application, environments, form, randomUUID(), problem);
    return new Page('key-new', view, { status: problem?.status });
  }

  /** One key and where it is: what a page that waits for the gateways reads again and again. */
  @Get(':keyId')
  async show(@Param('id') id: string, @Param('keyId') keyId: string, @AsVisitor() visitor: VisitorApi): Promise<Page> {
    const [application, key] = await Promise.all([readApplication(visitor, id), readKey(visitor, id, keyId)]);
    return new Page('key', keyView(application, key));
  }

  /** Leaves the one page that has shown the key, for good: going back does not bring it up again. */
  @Post(':keyId/stored')
  leave(@Param('id') id: string): Redirect {
    return new Redirect(link('applications', id));
  }

  @Get(':keyId/revoke')
  async askRevoke(
    @Param('id') id: string,
    @Param('keyId') keyId: string,
    @AsVisitor() visitor: VisitorApi,
  ): Promise<Page> {
    const [application, key] = await Promise.all([readApplication(visitor, id), readKey(visitor, id, keyId)]);
    return new Page('confirm', revokeView(application, key));
  }

  @Post(':keyId/revoke')
  async revoke(
    @Param('id') id: string,
    @Param('keyId') keyId: string,
    @AsVisitor() visitor: VisitorApi,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const [application, key] = await Promise.all([readApplication(visitor, id), readKey(visitor, id, keyId)]);
    if (!isConfirmed(form, key.name)) return new Page('confirm', revokeView(application, key, true), { status: 422 });
    await visitor.call({ method: 'POST', path: apiPath('applications', id, 'credentials', keyId, 'revoke') });
    const message = `${key.name} is revoked. Below stands which gateway has confirmed it.`;
    return new Redirect(link('applications', id, 'keys', keyId), { kind: 'calm', message });
  }
}

function readForm(body: Form): NewKeyForm {
  return {
    name: textOf(body, 'name'),
    environment: textOf(body, 'environment'),
    expiresAt: textOf(body, 'expiresAt'),
  };
}

/** A day that was chosen still counts; what is no day goes on as it is, so that the API refuses it. */
function endOfDay(day: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(day) ? `${day}T23:59:59Z` : day;
}

function revokeView(application: ApplicationDto, { id, name, prefix, lastFour }: CredentialDto, mistyped = false) {
  const href = link('applications', application.id);
  return confirmView({
    title: 'Revoke a key',
    heading: `Revoke ${name}`,
    breadcrumb: [
      { href, label: application.name },
      { href: `${href}${link('keys', id)}`, label: `${prefix}…${lastFour}` },
    ],
    formAction: `${href}${link('keys', id)}/revoke`,
    name,
    text: 'Programs that use it are refused as soon as the gateways know. It cannot be undone.',
    button: 'Revoke the key',
    mistyped,
  });
}
