import { Injectable } from '@nestjs/common';
import { Fault } from '#domain';
import { MAX_SPEC_BYTES } from '#openapi';
import { GuardedFetch, type OutboundAnswer, OutboundFault } from '#platform';

/** For all of it: the name, redirects, and the last byte. */
const FETCH_DEADLINE_MS = 60_000;

export interface FetchedDocument {
  bytes: Uint8Array;
  fileName: string;
  /** What was asked for, without the parts in which secrets are given. */
  sourceUrl: string;
}

/** Fetches an OpenAPI document from where somebody says that it is. Throws Fault. */
@Injectable()
export class FetchDocument {
  constructor(private readonly outbound: GuardedFetch) {}

  async run(url: string): Promise<FetchedDocument> {
    const { status, body } = await this.get(url);
    if (status !== 200)
      throw new Fault(
        'spec.not_fetched',
        `The address answered with status ${status}. Give one that answers with the document itself.`,
      );
    if (body.byteLength === 0) throw new Fault('spec.not_fetched', 'The address answered with nothing.');
    const { origin, pathname } = new URL(url);
    return { bytes: body, fileName: lastPart(pathname), sourceUrl: origin + pathname };
  }

  private async get(url: string): Promise<OutboundAnswer> {
    try {
      return await this.outbound.get({
        url,
        policy: 'public',
        headers: { accept: 'application/yaml, application/json, application/zip, */*;q=0.5' },
        deadlineMs: FETCH_DEADLINE_MS,
        maxBytes: MAX_SPEC_BYTES,
      });
    } catch (error) {
      if (!(error instanceof OutboundFault)) throw error;
      const code = error.code === 'outbound.too_large' ? 'spec.too_large' : 'spec.not_fetched';
      throw new Fault(code, error.message, { cause: error.cause });
    }
  }
}

function lastPart(pathname: string): string {
  const last = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
