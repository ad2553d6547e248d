import { Controller, Get, Header, Query } from '@nestjs/common';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page } from '../../http/page.js';
import { readSearch, search } from './search.api.js';
import { searchView, suggestions, type Suggestions } from './search.view.js';

const hitsPerPage = 20;
const hitsWhileTyping = 8;

@Controller()
export class SearchController {
  /** What was found: a page that needs no script. */
  @Get('search')
  async show(@AsVisitor() visitor: VisitorApi, @Query() query: Record<string, unknown>): Promise<Page> {
    const filter = readSearch(query);
    const page = filter.q === '' ? null : await search(visitor, filter, hitsPerPage);
    return new Page('search', searchView(filter, page));
  }

  /** The first of it, for the box while somebody types. */
  @Get('search.json')
  @Header('cache-control', 'no-store')
  async suggest(@AsVisitor() visitor: VisitorApi, @Query() query: Record<string, unknown>): Promise<Suggestions> {
    const filter = readSearch({ ...query, cursor: '' });
    if (filter.q === '') return { announcement: '', allHref: '/search', hits: [] };
    return suggestions(filter, await search(visitor, filter, hitsWhileTyping));
  }
}
