import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { ProblemDto } from '#contract';
import { HealthStore } from './health.store.js';

class HealthDto {
  @ApiProperty({ example: 'ok' }) status: 'ok';
}

@ApiTags('health')
@Controller()
export class HealthController {
  constructor(private readonly health: HealthStore) {}

  /** The process lives. Says nothing of the database, so that its fall restarts nobody. */
  @Get('healthz')
  @ApiOkResponse({ type: HealthDto })
  live(): HealthDto {
    return { status: 'ok' };
  }

  /** The process can do its work: the database answers. */
  @Get('readyz')
  @ApiOkResponse({ type: HealthDto })
  @ApiServiceUnavailableResponse({ type: ProblemDto })
  async ready(): Promise<HealthDto> {
    await this.health.ping();
    return { status: 'ok' };
  }
}
