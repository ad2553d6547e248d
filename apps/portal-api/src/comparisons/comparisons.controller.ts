import { Controller, Get, Headers, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type ChangeDto, ComparisonDto, ComparisonQuery, ProblemDto } from '#contract';
import { FromCaller, OpenToAll } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { csvDownload } from '../http/csv-download.js';
import { everyPage } from '../http/cursor.js';
import { prefersCsv } from '../http/prefers-csv.js';
import { UntilGone } from '../http/until-gone.decorator.js';
import { toCsv } from '../http/to-csv.js';
import { comparisonText } from './comparison-text.js';
import { ComparisonsReader } from './comparisons.reader.js';

/** Changes of a download that are read at a time. */
const CSV_PAGE = 1_000;
const CSV_HEAD = ['class', 'rule', 'operations', 'method', 'path', 'base_pointer', 'target_pointer', 'message'];

@ApiTags('comparisons')
@ApiNotFoundResponse({ type: ProblemDto })
@Controller('services/:slug/comparison')
export class ComparisonsController {
  constructor(private readonly reader: ComparisonsReader) {}

  /**
   * What changed from one revision or version to another, the worst first. As text/csv all of it, without pages; as
   * text/plain for people and logs.
   */
  @Get()
  @OpenToAll()
  @ApiProduces('application/json', 'text/csv', 'text/plain')
  @ApiOkResponse({ type: ComparisonDto })
  async compare(
    @FromCaller() caller: Caller,
    @Param('slug') slug: string,
    @Query() query: ComparisonQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
    @UntilGone() signal: AbortSignal,
  ): Promise<ComparisonDto | StreamableFile | string> {
    const format = query.format ?? formatOf(accept);
    const first = format === 'csv' ? { ...query, limit: 1 } : query;
    const comparison = await this.reader.read(caller, slug, first, signal);
    if (format === 'json') return comparison;
    if (format === 'text') {
      void reply.type('text/plain; charset=utf-8');
      return comparisonText(comparison);
    }
    const pages = everyPage((page) => this.reader.read(caller, slug, { ...query, ...page, limit: CSV_PAGE }, signal));
    return csvDownload(`${slug}-${query.from}-${query.to}.csv`, toCsv(CSV_HEAD, pages, csvRowsOf));
  }
}

/** What an Accept header asks for. */
export function formatOf(accept: string | undefined): 'json' | 'csv' | 'text' {
  if (prefersCsv(accept)) return 'csv';
  return accept?.trim().toLowerCase().startsWith('text/plain') === true ? 'text' : 'json';
}

function csvRowsOf(change: ChangeDto): string[][] {
  const { rule, operations, operationCount, basePointer, targetPointer, message } = change;
  const hit = operations.length > 0 ? operations : [{ method: '', path: '' }];
  const places = [basePointer ?? '', targetPointer ?? '', message];
  return hit.map(({ method, path }) => [change.class, rule, String(operationCount), method, path, ...places]);
}
