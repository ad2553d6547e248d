import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Health, type Readiness } from '#platform';

@Controller()
export class HealthController {
  constructor(private readonly health: Health) {}

  /** Answers as long as the process runs. */
  @Get('healthz')
  alive(): { status: string } {
    return { status: 'ok' };
  }

  /** 200 when the API can be reached, 503 with the reason when not. */
  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.health.readiness();
    void reply.status(readiness.ready ? 200 : 503).header('cache-control', 'no-store');
    return readiness;
  }
}
