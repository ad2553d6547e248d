import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiProblem } from '../../api-client/api-problem.js';
import { Page, Redirect } from '../../http/page.js';
import { link } from '../../view/helpers.js';
import { AsPublisher, requireEditable, type PublishingApi } from '../publish/publishing.api.js';
import { documentFormOf, documentOf } from '../shared/document-form.js';
import { listOf, optionalTextOf, textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { editVersionView, formOfVersion, newVersionView, type VersionForm } from './version-edit.view.js';

@Controller('publish/:slug')
export class VersionEditController {
  @Get('versions/new')
  async showNew(@AsPublisher() api: PublishingApi, @Param('slug') slug: string): Promise<Page> {
    const service = await api.service(slug);
    requireEditable(service);
    return new Page('version-edit', newVersionView(service, {}));
  }

  @Post('versions/new')
  async create(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const name = textOf(form, 'name');
    const problem = await refusalOf(() => this.createWhole(api, slug, name, form));
    if (problem === undefined) {
      const message = `${name} is a draft. Look it over, then publish it.`;
      return new Redirect(link('publish', slug, name, 'review'), { kind: 'good', message });
    }
    const view = newVersionView(await api.service(slug), formOf(form), problem);
    return new Page('version-edit', view, { status: problem.status });
  }

  @Get(':version/edit')
  async showEdit(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
  ): Promise<Page> {
    const [service, version] = await this.read(api, slug, name);
    requireEditable(version);
    const view = editVersionView(service.name, version, formOfVersion(version), `"${version.revision}"`);
    return new Page('version-edit', view);
  }

  @Post(':version/edit')
  async save(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const etag = textOf(form, 'etag');
    let isProposed = false;
    const problem = await refusalOf(async () => {
      const document = documentOf(form);
      const input = { basePath: optionalTextOf(form, 'basePath'), ...settingsOf(form) };
      const { state } = await api.updateVersion(slug, name, etag, input);
      if (document === undefined) return;
      // What people call changes only after somebody has looked at what it breaks.
      isProposed = state !== 'draft';
      await (isProposed ? api.propose(slug, name, document) : api.putDocument(slug, name, document));
    });
    if (problem === undefined) {
      const message = isProposed ? 'Saved. The new document waits for you to look at it.' : 'Saved.';
      const to = link('publish', slug, name, isProposed ? 'proposal' : 'review');
      return new Redirect(to, { kind: 'good', message });
    }
    const [service, version] = await this.read(api, slug, name);
    // A document that is refused comes after the settings were taken: the next try starts from those.
    const basis = problem.code.startsWith('spec.') ? `"${version.revision}"` : etag;
    const view = editVersionView(service.name, version, formOf(form), basis, problem);
    return new Page('version-edit', view, { status: problem.status });
  }

  private read(api: PublishingApi, slug: string, name: string) {
    return Promise.all([api.service(slug), api.version(slug, name)]);
  }

  /** The draft with its document. A draft whose document is refused goes again, so that the form can be sent anew. */
  private async createWhole(api: PublishingApi, slug: string, name: string, form: Form): Promise<void> {
    const document = documentOf(form);
    const input = { name, basePath: optionalTextOf(form, 'basePath'), ...settingsOf(form) };
    await api.createVersion(slug, input, textOf(form, 'once'));
    if (document === undefined) return;
    try {
      await api.putDocument(slug, name, document);
    } catch (error) {
      if (error instanceof ApiProblem) await api.deleteDraft(slug, name);
      throw error;
    }
  }
}

function settingsOf(form: Form) {
  return { hosts: listOf(form, 'hosts'), upstreamUrl: optionalTextOf(form, 'upstreamUrl') };
}

function formOf(form: Form): VersionForm {
  const names = ['name', 'upstreamUrl', 'basePath', 'hosts'] as const;
  return { ...documentFormOf(form), ...Object.fromEntries(names.map((name) => [name, textOf(form, name)])) };
}
