import { Injectable } from '@nestjs/common';
import { isLive } from '#domain';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { changedSinceRead } from '../http/etag.js';
import { type AttachableSpec, AttachSpec } from '../specs/attach-spec.js';
import type { VisibleVersion } from '../versions/version-access.js';
import { PublishingStore } from './publishing.store.js';
import { Reviews } from './reviews.js';
import { requireOpen } from './require-open.js';
import { requirePublishable } from './verdict.js';

/** Gives a version a kept document: to a draft as it is, to a live version only after a look at what it breaks. */
@Injectable()
export class AttachReviewed {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly reviews: Reviews,
    private readonly attachSpec: AttachSpec,
    private readonly store: PublishingStore,
  ) {}

  async run(caller: Caller, found: VisibleVersion, spec: AttachableSpec, overrideReason?: string): Promise<void> {
    const { version } = found;
    requireOpen(version);
    if (!isLive(version.state)) {
      await this.attachSpec.run(caller, found, spec, (_, before) => {
        // It was published meanwhile: then it is live, and must be looked at.
        if (before.state !== version.state) throw changedSinceRead();
        return Promise.resolve({});
      });
      return;
    }
    const review = await this.reviews.ofStored(found, spec.reading.sha256);
    if (review.verdict === 'unchanged') {
      await this.unit.write((tx) => this.store.drop(tx, version.id));
      return;
    }
    requirePublishable(review, overrideReason);
    await this.attachSpec.run(caller, found, spec, async (tx, before) => {
      requireOpen(before);
      // What was looked at is what is replaced.
      if (before.specHash !== version.specHash) throw changedSinceRead();
      await this.store.drop(tx, version.id);
      const isOverride = review.verdict === 'needs_override';
      return { changes: review.counts, ...(isOverride ? { overrideReason, breakingReach: review.breakingReach } : {}) };
    });
  }
}
