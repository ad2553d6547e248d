import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiNoContentResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemDto } from '#contract';
import { idOf } from '../http/id-param.js';
import { TakeBatch } from './take-batch.js';

@ApiTags('usage')
@Controller('ingest')
export class IngestController {
  constructor(private readonly takeBatch: TakeBatch) {}

  /** Calls that a Kong reports with its http-log plugin. Each is counted once, however often it is sent. */
  @Post('kong/:gatewayId')
  @HttpCode(204)
  @ApiBearerAuth()
  @ApiBody({ schema: { oneOf: [{ type: 'array', items: { type: 'object' } }, { type: 'object' }] } })
  @ApiNoContentResponse({
    description:
      'Committed. The header Usage-Batch counts the calls in it, our own probes, and the entries that are no calls.',
  })
  @ApiResponse({ status: 401, type: ProblemDto, description: 'Not the token of this gateway' })
  @ApiResponse({ status: 413, type: ProblemDto, description: 'Too many bytes or entries' })
  async take(
    @Param('gatewayId', idOf('gateway')) gatewayId: string,
    @Body() body: Buffer,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { calls, probes, bad } = await this.takeBatch.run(gatewayId, body ?? Buffer.alloc(0));
    if (bad > 0) request.log.warn({ gatewayId, bad }, 'entries of a usage batch were dropped');
    void reply.header('usage-batch', `calls=${calls}, probes=${probes}, bad=${bad}`);
  }
}
