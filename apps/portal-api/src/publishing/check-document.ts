import { Injectable } from '@nestjs/common';
import type { ReviewDto } from '#contract';
import { notFound } from '#domain';
import type { Caller } from '../auth/caller.js';
import { VersionAccess } from '../versions/version-access.js';
import { Reviews } from './reviews.js';

/** Says what publishing a document would mean, and keeps nothing. */
@Injectable()
export class CheckDocument {
  constructor(
    private readonly access: VersionAccess,
    private readonly reviews: Reviews,
  ) {}

  async run(caller: Caller, slug: string, name: string, bytes: Uint8Array, signal: AbortSignal): Promise<ReviewDto> {
    const found = await this.access.visible(caller, slug, name);
    if (!found.service.insider) throw notFound('version');
    return this.reviews.ofBytes(found, bytes, signal);
  }
}
