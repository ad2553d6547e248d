import { Injectable } from '@nestjs/common';
import type { ComparisonDto, ComparisonQuery } from '#contract';
import { MAX_CHANGES } from '#openapi';
import type { Caller } from '../auth/caller.js';
import { CallersReader } from '../callers/callers.reader.js';
import { limitOf, positionCursor, readPositionCursor, toPage } from '../http/cursor.js';
import { searchWords } from '../services/search-words.js';
import { CompareDocuments } from './compare-documents.js';
import { operationKey } from './comparison-rows.js';
import { ComparisonStore, isEverything } from './comparison.store.js';
import { type FoundRevision, RevisionRefs } from './revision-refs.js';
import { toChangeDto } from './shown-change.js';

/** What changed between any two revisions of a service's versions. */
@Injectable()
export class ComparisonsReader {
  constructor(
    private readonly refs: RevisionRefs,
    private readonly compare: CompareDocuments,
    private readonly store: ComparisonStore,
    private readonly callers: CallersReader,
  ) {}

  async read(caller: Caller, slug: string, query: ComparisonQuery, signal: AbortSignal): Promise<ComparisonDto> {
    const after = readPositionCursor(query, { none: 0, max: MAX_CHANGES });
    const from = await this.refs.find(caller, slug, query.from);
    const to = await this.refs.find(caller, slug, query.to);
    const key = { baseHash: from.ref.hash, targetHash: to.ref.hash };
    const head = await this.compare.askedFor(key, signal);
    const limit = limitOf(query);
    const filter = {
      class: query.class,
      rule: query.rule,
      words: searchWords(query.query ?? ''),
      hitting: query.mine === true ? await this.calledByMine(caller, from, to) : null,
    };
    const rows = await this.store.page(key, { ...filter, called: [], after, limit });
    const matching = isEverything(filter) ? head.kept : await this.store.count(key, filter);
    const operations = await this.store.operations(key, [...new Set(rows.flatMap((change) => change.operations))]);
    const { breaking, dangerous, safe, totals, kept } = head;
    return {
      from: from.ref,
      to: to.ref,
      counts: { breaking, dangerous, safe },
      totals,
      matching,
      notKept: breaking + dangerous + safe - kept,
      ...toPage(rows, limit, positionCursor, (change) => toChangeDto(change, (index) => operations.get(index))),
    };
  }

  /** What the applications of the caller's teams call of either version, by its index in the comparison. */
  private async calledByMine({ actor }: Caller, from: FoundRevision, to: FoundRevision): Promise<number[]> {
    if (actor === 'anonymous') return [];
    const teamIds = actor.memberships.map(({ teamId }) => teamId);
    const versions = from.version.id === to.version.id ? [from.version] : [from.version, to.version];
    const called = await Promise.all(versions.map((version) => this.callers.operationsOf(version, teamIds)));
    const keys = [...new Set(called.flat().map(keyOfName))];
    return [...(await this.store.indexesOf({ baseHash: from.ref.hash, targetHash: to.ref.hash }, keys)).keys()];
  }
}

/** Calls are counted as `GET /orders/{id}`. */
export function keyOfName(name: string): string {
  const [method = '', path = ''] = name.split(/ (.*)/s);
  return operationKey({ method, path });
}
