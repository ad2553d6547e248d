import { Injectable } from '@nestjs/common';
import type { LintGateName, ReviewDto, RevisionRefDto, SpecSummaryDto } from '#contract';
import { isLive, notFound } from '#domain';
import { CallersReader } from '../callers/callers.reader.js';
import type { CallerRow, ReachRow } from '../callers/callers.store.js';
import { CompareDocuments, isNotComparable, NOTHING as NO_CHANGES } from '../comparisons/compare-documents.js';
import { type ComparisonKey, ComparisonStore } from '../comparisons/comparison.store.js';
import type { ReviewedComparison } from '../comparisons/reviewed-comparison.js';
import { LintDocuments, type LintOutcome } from '../lint/lint-documents.js';
import type { DocumentHead } from '../readers/reader-messages.js';
import { Readers } from '../readers/readers.js';
import type { VisibleVersion } from '../versions/version-access.js';
import { VersionDetailStore } from '../versions/version-detail.store.js';
import { type LiveDocument, PublishingStore } from './publishing.store.js';
import { type CalledSet, Callers, toReviewedChange } from './review-changes.js';
import { verdictOf } from './verdict.js';

/** So many changes are shown with their callers; the others are counted. */
const SHOWN_CHANGES = 100;
/** Those who are named beside a change are among so many pairs of application and operation; all are counted. */
const MAX_NAMED = 5_000;

interface Compared extends ReviewedComparison {
  /** Why the documents could not be compared. */
  fault: string | null;
}

/** Whom changes hit. */
interface Hit {
  broken: ReachRow;
  /** In the order of the changes that are shown. */
  changes: { most: CallerRow[]; reach: ReachRow }[];
}

const NOBODY: ReachRow = { applications: 0, teams: 0, calls: 0 };
const NOTHING: Compared = {
  head: NO_CHANGES,
  worst: [],
  operations: new Map(),
  called: new Map(),
  broken: [],
  fault: null,
};

/** Says what publishing a document would mean for those who call what is live. */
@Injectable()
export class Reviews {
  constructor(
    private readonly store: PublishingStore,
    private readonly details: VersionDetailStore,
    private readonly compare: CompareDocuments,
    private readonly comparisons: ComparisonStore,
    private readonly callers: CallersReader,
    private readonly lint: LintDocuments,
    private readonly readers: Readers,
  ) {}

  /** Of a document that is kept. With the signal nobody waits for it any more. */
  async ofStored(found: VisibleVersion, hash: string, signal?: AbortSignal): Promise<ReviewDto> {
    const rules = await this.lint.rulesOf(found.service.ownerTeamId);
    const base = await this.baseOf(found);
    const document = await this.details.spec(hash);
    if (document === null) throw notFound('document');
    const callers = await this.callersOf(base);
    const compared = await compareUnlessSame(base, hash, (baseHash) =>
      this.storedChanges({ baseHash, targetHash: hash }, callers, signal),
    );
    const lint = await this.lint.decisive(hash, rules, signal);
    const hit = await this.hitBy(base, callers, compared);
    return reviewOf(found, { document, base, compared, hit, lint, gate: rules.gate });
  }

  /** Of bytes that are not kept. With the signal nobody waits for it any more. */
  async ofBytes(found: VisibleVersion, bytes: Uint8Array, signal: AbortSignal): Promise<ReviewDto> {
    const base = await this.baseOf(found);
    const document = toSummary(await this.readers.run('read', { bytes }, { signal }));
    const callers = await this.callersOf(base);
    const compared = await compareUnlessSame(base, document.hash, (baseHash) =>
      this.compare.unkept({ bytes, baseHash, calledKeys: callers.keys, shown: SHOWN_CHANGES }, signal),
    );
    const rules = await this.lint.rulesOf(found.service.ownerTeamId);
    const lint = { summary: await this.lint.unkept(bytes, rules, signal), failed: false };
    const hit = await this.hitBy(base, callers, compared);
    return reviewOf(found, { document, base, compared, hit, lint, gate: rules.gate });
  }

  private async callersOf(base: LiveDocument | null): Promise<Callers> {
    if (base === null) return new Callers([], []);
    const version = { id: base.versionId, serviceId: base.serviceId };
    return new Callers(
      ...(await Promise.all([this.callers.operations(version), this.callers.most(version, MAX_NAMED)])),
    );
  }

  /** Whom the breaking changes hit together, and whom each change that is shown. */
  private async hitBy(base: LiveDocument | null, callers: Callers, { worst, broken, called }: Compared): Promise<Hit> {
    if (base === null) return { broken: NOBODY, changes: [] };
    const version = { id: base.versionId, serviceId: base.serviceId };
    const sets = worst.map((change) => callers.setOf(change.operationCount === 0 ? 'all' : change.called, called));
    // Hundreds of changes of one schema hit the same operations.
    const names = sets.map((set) => JSON.stringify(set));
    const different = [...new Set(names)];
    const [ofBroken = NOBODY, ...reach] = await this.callers.reachOfSets(version, callers.operations, [
      callers.setOf(broken, called),
      ...different.map((name) => JSON.parse(name) as CalledSet),
    ]);
    const reachOf = new Map(different.map((name, at) => [name, reach[at] ?? NOBODY]));
    return {
      broken: ofBroken,
      changes: sets.map((set, at) => ({ most: callers.mostOf(set), reach: reachOf.get(names[at] ?? '') ?? NOBODY })),
    };
  }

  /** What the version itself promises while it is live; before that, what the newest live version does. */
  private async baseOf({ service, version }: VisibleVersion): Promise<LiveDocument | null> {
    if (!isLive(version.state)) return this.store.newestLive(service.id, version.id);
    const { id, name, specHash, specRevisionNumber } = version;
    if (specHash === null) return null;
    return { versionId: id, serviceId: service.id, name, revision: specRevisionNumber, hash: specHash };
  }

  private async storedChanges(key: ComparisonKey, callers: Callers, signal?: AbortSignal): Promise<ReviewedComparison> {
    const head = await this.compare.stored(key, signal);
    const called = await this.comparisons.indexesOf(key, callers.keys);
    const indexes = [...called.keys()];
    const filter = { words: [], hitting: null, called: indexes, after: 0, limit: SHOWN_CHANGES };
    const [rows, broken] = await Promise.all([
      this.comparisons.page(key, filter),
      this.comparisons.hitBy(key, 'breaking', indexes),
    ]);
    const worst = rows.slice(0, SHOWN_CHANGES);
    const shown = [...new Set(worst.flatMap(({ operations }) => operations))];
    const operations = await this.comparisons.operations(key, shown);
    return { head, worst, operations, called, broken };
  }
}

/** Documents that cannot be compared do not keep a version as it is for ever: the review says so, and a reason is asked for. */
async function compareUnlessSame(
  base: LiveDocument | null,
  hash: string,
  compare: (baseHash: string) => Promise<ReviewedComparison>,
): Promise<Compared> {
  if (base === null || base.hash === hash) return NOTHING;
  try {
    return { ...(await compare(base.hash)), fault: null };
  } catch (error) {
    if (!isNotComparable(error)) throw error;
    return { ...NOTHING, broken: 'all', fault: error.message };
  }
}

function reviewOf(
  { version }: VisibleVersion,
  made: {
    document: SpecSummaryDto;
    base: LiveDocument | null;
    compared: Compared;
    hit: Hit;
    lint: LintOutcome;
    gate: LintGateName;
  },
): ReviewDto {
  const { document, base, compared, hit, lint, gate } = made;
  const { head, worst, operations, fault: notCompared } = compared;
  const { breaking, dangerous, safe, totals } = head;
  const counts = { breaking, dangerous, safe };
  const live = isLive(version.state);
  const isUnchanged = live && base?.hash === document.hash;
  return {
    ...verdictOf({ isLive: live, isUnchanged, counts, notCompared, gate, lint }),
    document,
    base: base === null ? null : toRef(base),
    notCompared,
    counts,
    totals,
    breakingReach: hit.broken,
    changes: worst.map((change, at) =>
      toReviewedChange(change, (index) => operations.get(index), hit.changes[at] ?? { most: [], reach: NOBODY }),
    ),
    lint: lint.summary,
    lintFailed: lint.failed,
  };
}

function toRef({ name, revision, hash }: LiveDocument): RevisionRefDto {
  return { version: name, revision, hash };
}

function toSummary({ sha256: hash, ...head }: DocumentHead): SpecSummaryDto {
  return { hash, ...head };
}
