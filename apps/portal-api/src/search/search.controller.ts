import { Controller, Get, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ProblemDto, SearchPageDto, SearchQuery } from '#contract';
import { FromCaller, OpenToAll } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { SearchReader } from './search.reader.js';

@ApiTags('search')
@Controller('search')
export class SearchController {
  constructor(private readonly reader: SearchReader) {}

  /** Services, operations, schemas, parameters, properties and pages of live versions that you may see, best first. */
  @Get()
  @OpenToAll()
  @ApiOkResponse({ type: SearchPageDto })
  @ApiBadRequestResponse({ type: ProblemDto, description: 'The query is empty or too long, or a filter is unknown' })
  search(@FromCaller() caller: Caller, @Query() query: SearchQuery): Promise<SearchPageDto> {
    return this.reader.search(caller, query);
  }
}
