import { Injectable } from '@nestjs/common';
import { isLive } from '#domain';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { changedSinceRead } from '../http/etag.js';
import { LintDocuments } from '../lint/lint-documents.js';
import { type AttachableSpec, AttachSpec } from '../specs/attach-spec.js';
import type { VisibleVersion } from '../versions/version-access.js';
import { PublishingStore } from './publishing.store.js';
import { Reviews } from './reviews.js';
import { requireOpen } from './require-open.js';
import { requirePublishable } from './verdict.js';

/** Gives a version a stored document: to a draft as it is, to a live version only after a look at what it breaks. */
@Injectable()
export class AttachReviewed {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly reviews: Reviews,
    private readonly lint: LintDocuments,
    private readonly attachSpec: AttachSpec,
    private readonly store: PublishingStore,
  ) {}

  /** @param isProposed whether it is taken from the proposal: then that must still be there */
  async run(
    caller: Caller,
    found: VisibleVersion,
    spec: AttachableSpec,
    { overrideReason, isProposed }: { overrideReason?: string; isProposed: boolean },
  ): Promise<void> {
    const { version } = found;
    const { specHash } = spec;
    requireOpen(version);
    if (!isLive(version.state)) {
      await this.attachSpec.run(caller, found, spec, (_, before) => {
        // It was published meanwhile: then it is live, and must be looked at.
        if (before.state !== version.state) throw changedSinceRead();
        return Promise.resolve({});
      });
      return;
    }
    const rules = await this.lint.rulesOf(found.service.ownerTeamId);
    const review = await this.reviews.ofStored(found, specHash);
    if (review.verdict === 'unchanged') {
      await this.unit.write((tx) => this.store.drop(tx, version.id, specHash));
      return;
    }
    requirePublishable(review, overrideReason);
    await this.attachSpec.run(caller, found, spec, async (tx, before) => {
      requireOpen(before);
      // What was looked at is what is replaced.
      if (before.specHash !== version.specHash) throw changedSinceRead();
      await this.lint.requireSame(tx, rules);
      // Another document that waits goes on waiting.
      const wasThere = await this.store.drop(tx, version.id, specHash);
      if (isProposed && !wasThere) throw changedSinceRead();
      const { verdict, counts, notCompared, breakingReach } = review;
      const known = notCompared === null ? { changes: counts } : { notCompared };
      return { ...known, ...(verdict === 'needs_override' ? { overrideReason, breakingReach } : {}) };
    });
  }
}
