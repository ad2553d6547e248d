import { Injectable } from '@nestjs/common';
import type { ConsoleApplicationDto, ConsoleHistoryDto, ConsoleHistoryQuery, ConsoleStartDto } from '#contract';
import { may } from '#domain';
import { type Caller, signedIn } from '../auth/caller.js';
import { KEY_HEADER } from '../credentials/key-header.js';
import { VersionAccess } from '../versions/version-access.js';
import { ConsoleHistoryStore } from './console-history.store.js';
import { type ApplicationOfMine, ConsoleStore } from './console.store.js';

@Injectable()
export class ConsoleReader {
  constructor(
    private readonly versions: VersionAccess,
    private readonly store: ConsoleStore,
    private readonly history: ConsoleHistoryStore,
  ) {}

  /** With which applications and where the caller can try a version. */
  async start(caller: Caller, service: string, name: string): Promise<ConsoleStartDto> {
    const actor = signedIn(caller);
    const { version } = await this.versions.visible(caller, service, name);
    const teamIds = actor.memberships
      .map(({ teamId }) => teamId)
      .filter((teamId) => may(actor, 'credential.issue', { teamId }));
    const [applications, environments] = await Promise.all([
      this.store.applications(teamIds, version.serviceId),
      this.store.environments(version.id),
    ]);
    return {
      applications: applications.map(toApplication),
      environments: environments.map(({ slug, name, proxyUrl }) => ({
        slug,
        name,
        callUrl: proxyUrl.replace(/\/$/, '') + version.basePath,
      })),
      keyHeader: KEY_HEADER,
    };
  }

  async calls(caller: Caller, query: ConsoleHistoryQuery): Promise<ConsoleHistoryDto> {
    return { items: await this.history.list(signedIn(caller).userId, query) };
  }
}

function toApplication({ id, name, subscription }: ApplicationOfMine): ConsoleApplicationDto {
  const isOpen = subscription === 'active' || subscription === 'pending' || subscription === 'suspended';
  return { id, name, subscription: isOpen ? subscription : 'none' };
}
