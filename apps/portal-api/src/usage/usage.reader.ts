import { Inject, Injectable } from '@nestjs/common';
import type { UsageDto, UsageQuery, UsageRangeQuery } from '#contract';
import { usageWindow } from '#domain';
import type { Clock } from '#platform';
import { ApplicationAccess } from '../applications/application-access.js';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { ServiceAccess } from '../services/service-access.js';
import { type ShownTops, toUsageDto } from './to-usage-dto.js';
import { UsageBucketsStore, type UsageFilter } from './usage-buckets.store.js';

type Chosen = Partial<Pick<UsageFilter, 'applicationId' | 'serviceId' | 'serviceSlug'>>;

/** Every answer takes one statement besides those that find out who asks for what. */
@Injectable()
export class UsageReader {
  constructor(
    private readonly buckets: UsageBucketsStore,
    private readonly applications: ApplicationAccess,
    private readonly services: ServiceAccess,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What an application has called: for its team. */
  async ofApplication(caller: Caller, id: string, query: UsageQuery): Promise<UsageDto> {
    const application = await this.applications.require(caller, id, 'usage.read_application');
    const chosen = { applicationId: application.id, serviceSlug: query.service };
    return this.read(query, chosen, { applications: false, services: true });
  }

  /** Who has called a service: for the team that owns it. */
  async ofService(caller: Caller, slug: string, query: UsageRangeQuery): Promise<UsageDto> {
    const { id } = await this.services.permitted(caller, slug, 'usage.read_service');
    return this.read(query, { serviceId: id }, { applications: true, services: false });
  }

  /** Everything that the gateways have reported. */
  async ofAll(query: UsageQuery): Promise<UsageDto> {
    return this.read(query, { serviceSlug: query.service }, { applications: true, services: true });
  }

  private async read({ range = '24h' }: UsageRangeQuery, chosen: Chosen, shown: ShownTops): Promise<UsageDto> {
    const window = usageWindow(range, this.clock.now());
    const { grain, from, to } = window;
    const filter = { grain, from, to, applicationId: null, serviceId: null, serviceSlug: null, ...chosen };
    return toUsageDto(window, await this.buckets.sums(filter), shown);
  }
}
