import { Injectable } from '@nestjs/common';
import type { BrownoutListDto, TimelineDto } from '#contract';
import type { Caller } from '../auth/caller.js';
import { toBrownoutDto } from './brownout-dto.js';
import { BrownoutsStore } from './brownouts.store.js';
import { timelineOf } from './timeline.js';
import { TimelineStore } from './timeline.store.js';
import { VersionAccess } from './version-access.js';

@Injectable()
export class LifecycleReader {
  constructor(
    private readonly access: VersionAccess,
    private readonly brownoutRows: BrownoutsStore,
    private readonly events: TimelineStore,
  ) {}

  /** The latest first; whoever sees the version sees when some of its calls are refused. */
  async brownouts(caller: Caller, slug: string, name: string): Promise<BrownoutListDto> {
    const { version } = await this.access.visible(caller, slug, name);
    return { items: (await this.brownoutRows.list(version.id)).map(toBrownoutDto) };
  }

  /** Who did it is for those who may change the service. */
  async timeline(caller: Caller, slug: string, name: string): Promise<TimelineDto> {
    const { service, version } = await this.access.visible(caller, slug, name);
    const [brownouts, events] = await Promise.all([this.brownoutRows.list(version.id), this.events.events(version.id)]);
    return timelineOf(version, brownouts, events, service.insider);
  }
}
