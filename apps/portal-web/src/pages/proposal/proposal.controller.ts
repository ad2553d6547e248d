import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { ProposalDto } from '#contract';
import { ApiProblem } from '../../api-client/api-problem.js';
import { Page, Redirect } from '../../http/page.js';
import { link } from '../../view/helpers.js';
import { AsPublisher, type PublishingApi } from '../publish/publishing.api.js';
import { documentFormOf, documentOf, type DocumentForm } from '../shared/document-form.js';
import { optionalTextOf, textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { dropProposalView, newProposalView, proposalView, type RefusedPublishing } from './proposal.view.js';

/** A document that waits to take the place of a live version's. */
@Controller('publish/:slug/:version/proposal')
export class ProposalController {
  @Get()
  show(@AsPublisher() api: PublishingApi, @Param('slug') slug: string, @Param('version') name: string) {
    return this.page(api, slug, name);
  }

  @Post()
  async propose(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const problem = await refusalOf(async () => {
      const document = documentOf(form);
      if (document === undefined)
        throw new ApiProblem(422, 'spec.unreadable', 'Give a file, an address, or the text.', [], undefined);
      await api.propose(slug, name, document);
    });
    if (problem === undefined) return new Redirect(hrefOf(slug, name));
    return this.empty(api, slug, name, documentFormOf(form), problem);
  }

  @Post('publish')
  async publish(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
    @Body() form: Form,
  ): Promise<Page | Redirect> {
    const overrideReason = optionalTextOf(form, 'overrideReason');
    const problem = await refusalOf(() =>
      api.publishProposal(slug, name, { hash: textOf(form, 'hash'), overrideReason }),
    );
    if (problem !== undefined) return this.page(api, slug, name, { reason: overrideReason ?? '', problem });
    const message = `${name} has its new document. The gateways take it over now.`;
    return new Redirect(link('publish', slug, name, 'review'), { kind: 'good', message });
  }

  @Get('drop')
  async askToDrop(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
  ): Promise<Page> {
    const [service, version, proposal] = await Promise.all([
      api.service(slug),
      api.version(slug, name),
      api.proposal(slug, name),
    ]);
    return new Page('ask', dropProposalView({ service, version, proposal }));
  }

  @Post('drop')
  async drop(
    @AsPublisher() api: PublishingApi,
    @Param('slug') slug: string,
    @Param('version') name: string,
  ): Promise<Page | Redirect> {
    const problem = await refusalOf(() => api.dropProposal(slug, name));
    if (problem !== undefined) return this.page(api, slug, name, { reason: '', problem });
    return new Redirect(hrefOf(slug, name), { kind: 'calm', message: `Dropped. ${name} stays as it is.` });
  }

  private async page(
    api: PublishingApi,
    slug: string,
    name: string,
    refused?: RefusedPublishing,
  ): Promise<Page | Redirect> {
    const [service, version, proposal] = await Promise.all([
      api.service(slug),
      api.version(slug, name),
      proposalOf(api, slug, name),
    ]);
    // A draft takes its document at once.
    if (version.state === 'draft') return new Redirect(link('publish', slug, name, 'review'));
    const status = refused?.problem.status;
    if (proposal === undefined)
      return new Page('proposal-new', newProposalView({ service, version }, {}, refused?.problem), { status });
    return new Page('proposal', proposalView({ service, version, proposal }, refused), { status });
  }

  private async empty(
    api: PublishingApi,
    slug: string,
    name: string,
    form: DocumentForm,
    problem: ApiProblem,
  ): Promise<Page> {
    const [service, version] = await Promise.all([api.service(slug), api.version(slug, name)]);
    const view = newProposalView({ service, version }, form, problem);
    return new Page('proposal-new', view, { status: problem.status });
  }
}

function hrefOf(slug: string, name: string): string {
  return link('publish', slug, name, 'proposal');
}

/** What waits; undefined when nothing does. */
async function proposalOf(api: PublishingApi, slug: string, name: string): Promise<ProposalDto | undefined> {
  try {
    return await api.proposal(slug, name);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return undefined;
    throw error;
  }
}
