import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { changeClasses, type ComparisonDto, type ServiceDto, type VersionDto } from '#contract';
import { apiPath } from '../../api-client/api-path.js';
import { ApiProblem } from '../../api-client/api-problem.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page } from '../../http/page.js';
import { readService, readVersion } from '../service/service.api.js';
import { textOf, type Form } from '../shared/form.js';
import { sendDownload } from '../shared/send-download.js';
import { changesView, type ChangesData, type ChangesFilter } from './changes.view.js';
import { pinned, revisionChoices, usualComparison } from './revision-choices.js';

const changesPerPage = 100;

/** What changed between any two documents of a service, for everybody who sees both. */
@Controller('services/:slug/changes')
export class ChangesController {
  @Get()
  async show(
    @Param('slug') slug: string,
    @Query() query: Form,
    @AsVisitor() api: VisitorApi,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const service = await readService(api, slug);
    const versions = await Promise.all(service.versions.map(({ name }) => readVersion(api, slug, name)));
    const isSignedIn = request.visitor.session !== undefined;
    const data = await this.compare(api, service, versions, filterOf(query, isSignedIn));
    const view = changesView({ ...data, isSignedIn });
    return new Page('changes', view, { shared: true, status: data.status });
  }

  @Get('csv')
  async csv(
    @Param('slug') slug: string,
    @Query() query: Form,
    @AsVisitor() api: VisitorApi,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const filter = filterOf(query, request.visitor.session !== undefined);
    const path = apiPath('services', slug, 'comparison');
    sendDownload(reply, await api.download({ path, query: { ...queryOf(filter), format: 'csv' } }));
  }

  private async compare(
    api: VisitorApi,
    service: ServiceDto,
    versions: VersionDto[],
    asked: ChangesFilter,
  ): Promise<Omit<ChangesData, 'isSignedIn'> & { status?: number }> {
    const choices = revisionChoices(versions);
    const [from, to] = [pinned(choices, asked.from), pinned(choices, asked.to)];
    const usual = usualComparison(choices, versions, to || undefined);
    const filter = { ...asked, from: from || (usual?.from ?? ''), to: to || (usual?.to ?? '') };
    const data = { service, choices, filter, comparison: undefined, refusal: undefined };
    if (filter.from === '' || filter.to === '') return { ...data, refusal: nothingYet };
    try {
      const path = apiPath('services', service.slug, 'comparison');
      const query = { ...queryOf(filter), cursor: filter.cursor, limit: changesPerPage };
      return { ...data, comparison: await api.call<ComparisonDto>({ path, query, isSlow: true }) };
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status >= 500 || error.status === 401) throw error;
      const { status, message } = error;
      return { ...data, status, refusal: status === 404 ? noSuch : { title: 'Not compared', text: message } };
    }
  }
}

const nothingYet = {
  title: 'Nothing to compare yet',
  text: 'There is one document so far. As soon as there is another one, what changed stands here.',
};
const noSuch = {
  title: 'There is no such document',
  text: 'One of the two has never been, or you may not see it. Choose two of the list above.',
};

function filterOf(query: Form, isSignedIn: boolean): ChangesFilter {
  const asked = textOf(query, 'class');
  return {
    from: textOf(query, 'from'),
    to: textOf(query, 'to'),
    class: changeClasses.find((name) => name === asked),
    rule: textOf(query, 'rule').slice(0, 100),
    query: textOf(query, 'query').slice(0, 200),
    mine: isSignedIn && textOf(query, 'mine') !== '',
    cursor: textOf(query, 'cursor'),
  };
}

function queryOf({ from, to, rule, query, mine, ...filter }: ChangesFilter) {
  return { from, to, class: filter.class, rule, query, mine: mine ? 'true' : undefined };
}
