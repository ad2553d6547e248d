import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Page, Redirect } from '../../http/page.js';
import { link } from '../../view/helpers.js';
import type { Flash } from '../../view/site.js';
import { AsPublisher, type PublishingApi } from '../publish/publishing.api.js';
import { isConfirmed } from '../shared/confirm.view.js';
import { textOf, textsOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { sendDownload } from '../shared/send-download.js';
import { confirmMoveView, publishReviewView, type RefusedStep } from './publish-review.view.js';

const maxOperations = 100;
const maxSubscriptions = 20;
const good = (message: string): Flash => ({ kind: 'good', message });

@Controller('publish/:slug/:version')
export class PublishReviewController {
  @Get('review')
  review(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
  ): Promise<Page> {
    return this.page(api, slug, name);
  }

  /** The document as it was uploaded. */
  @Get('document')
  async document(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendDownload(reply, await api.document(slug, name));
  }

  @Post('publish')
  publish(@AsPublisher() api: PublishingApi, @Param('slug') slug: string, @Param('version') name: string) {
    const message = `${name} is published. The gateways take it over now.`;
    return this.step(api, slug, name, good(message), () => api.move(slug, name, 'publish'));
  }

  @Post('undeprecate')
  undeprecate(@AsPublisher() api: PublishingApi, @Param('slug') slug: string, @Param('version') name: string) {
    return this.step(api, slug, name, good(`${name} is published again.`), () => api.move(slug, name, 'undeprecate'));
  }

  @Post('deployments')
  async deploy(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const everywhere = textOf(form, 'where') !== 'chosen';
    const gatewayIds = textsOf(form, 'gatewayIds');
    const body = everywhere ? { everywhere } : { everywhere, gatewayIds };
    const problem = await refusalOf(() => api.deploy(slug, name, textOf(form, 'etag'), body));
    if (problem !== undefined) return this.page(api, slug, name, { choice: { everywhere, gatewayIds, problem } });
    return new Redirect(link('publish', slug, name, 'review'), good('Saved. Its gateways stand below.'));
  }

  @Get('retire')
  async askToRetire(@AsPublisher() api: PublishingApi, @Param('slug') slug: string, @Param('version') name: string) {
    return new Page('confirm', confirmMoveView(await api.service(slug), name, 'retire'));
  }

  @Post('retire')
  async retire(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    if (!isConfirmed(form, name)) return this.askAgain(api, slug, name, 'retire');
    return this.step(api, slug, name, good(`${name} is retired.`), () => api.move(slug, name, 'retire'));
  }

  @Get('delete')
  async askToDelete(@AsPublisher() api: PublishingApi, @Param('slug') slug: string, @Param('version') name: string) {
    return new Page('confirm', confirmMoveView(await api.service(slug), name, 'delete'));
  }

  @Post('delete')
  async remove(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    if (!isConfirmed(form, name)) return this.askAgain(api, slug, name, 'delete');
    const problem = await refusalOf(() => api.deleteDraft(slug, name));
    if (problem !== undefined) return this.page(api, slug, name, { problem });
    return new Redirect(link('publish', slug), good(`The draft ${name} is deleted.`));
  }

  private async askAgain(api: PublishingApi, slug: string, name: string, move: 'retire' | 'delete'): Promise<Page> {
    const view = confirmMoveView(await api.service(slug), name, move, true);
    return new Page('confirm', view, { status: 422 });
  }

  /** Takes the step and shows what became of it: on the page itself when it was refused. */
  private async step(
    api: PublishingApi,
    slug: string,
    name: string,
    done: Flash,
    action: () => Promise<unknown>,
  ): Promise<Page | Redirect> {
    const problem = await refusalOf(action);
    if (problem !== undefined) return this.page(api, slug, name, { problem });
    return new Redirect(link('publish', slug, name, 'review'), done);
  }

  private async page(api: PublishingApi, slug: string, name: string, refused?: RefusedStep): Promise<Page> {
    // The subscriptions are for the service's own team alone: to others this page does not exist.
    const [service, version, plans, environments, subscriptions] = await Promise.all([
      api.service(slug),
      api.version(slug, name),
      api.plans(slug),
      api.environments(),
      api.subscriptions(slug, { state: 'active', limit: maxSubscriptions }),
    ]);
    const [operations, choices, review] = await Promise.all([
      version.spec === null ? { items: [], nextCursor: null } : api.operations(slug, name, maxOperations),
      version.editable && version.state !== 'retired' ? api.deployments(slug, name) : undefined,
      version.spec !== null && version.state === 'draft' ? api.review(slug, name) : undefined,
    ]);
    const view = publishReviewView(
      { service, version, operations, plans: plans.items, environments, choices, subscriptions, review },
      refused,
    );
    return new Page('publish-review', view, { status: (refused?.problem ?? refused?.choice?.problem)?.status });
  }
}
