import { Controller, Get, Query } from '@nestjs/common';
import type { OwnerListDto, ServicePageDto } from '#contract';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page } from '../../http/page.js';
import { textOf } from '../shared/form.js';
import { catalogueView, shownStates, type CatalogueFilter } from './home.view.js';

const servicesPerPage = 25;
const maxSlugLength = 64;

@Controller()
export class HomeController {
  /** The catalogue: narrow, page. */
  @Get()
  async show(@AsVisitor() visitor: VisitorApi, @Query() query: Record<string, unknown>): Promise<Page> {
    const filter = readFilter(query);
    const [page, owners] = await Promise.all([
      visitor.call<ServicePageDto>({
        path: '/v1/services',
        query: { ...filter, limit: servicesPerPage },
      }),
      visitor.call<OwnerListDto>({ path: '/v1/service-owners' }),
    ]);
    return new Page('catalogue', catalogueView(filter, page, owners.items), { shared: true });
  }
}

function readFilter(query: Record<string, unknown>): CatalogueFilter {
  const state = textOf(query, 'state');
  return {
    owner: textOf(query, 'owner').slice(0, maxSlugLength),
    state: shownStates.some((shown) => shown.value === state) ? state : '',
    cursor: textOf(query, 'cursor'),
  };
}
