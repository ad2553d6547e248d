import { Injectable } from '@nestjs/common';
import { notFound } from '#domain';
import type { Caller } from '../auth/caller.js';
import { LintQueueStore } from '../specs/lint-queue.store.js';
import { VersionAccess } from '../versions/version-access.js';

/** Has the document of a version linted without waiting for the next try; what was linted already stays as it is. */
@Injectable()
export class LintAgain {
  constructor(
    private readonly access: VersionAccess,
    private readonly queue: LintQueueStore,
  ) {}

  async run(caller: Caller, slug: string, name: string): Promise<void> {
    const { service, version } = await this.access.permitted(caller, slug, name, 'version.update');
    if (version.specHash === null) throw notFound('document');
    await this.queue.enqueueNow(version.specHash, service.ownerTeamId);
  }
}
