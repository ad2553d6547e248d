import { Injectable } from '@nestjs/common';
import type { LintSummaryDto, OperationRefDto, ReviewDto, RevisionRefDto, SpecSummaryDto } from '#contract';
import { Fault, isLive, notFound } from '#domain';
import { readSpec, type SpecChange, type SpecComparison, SpecFault, type KeptReading } from '#openapi';
import { CallersReader } from '../callers/callers.reader.js';
import { CompareDocuments, headOf, NOTHING as NO_CHANGES } from '../comparisons/compare-documents.js';
import { type ComparisonHead, type ComparisonKey, ComparisonStore } from '../comparisons/comparison.store.js';
import { LintDocuments } from '../lint/lint-documents.js';
import { hashDocument } from '../specs/hash-document.js';
import type { VisibleVersion } from '../versions/version-access.js';
import { VersionDetailStore } from '../versions/version-detail.store.js';
import { type LiveDocument, PublishingStore } from './publishing.store.js';
import { byOperation, reachOf, toReviewedChange } from './review-changes.js';
import { verdictOf } from './verdict.js';

/** So many changes are shown with their callers; the others are counted. */
const SHOWN_CHANGES = 100;
/** So many pairs of application and operation are looked at. */
const MAX_CALLERS = 5_000;

/** A comparison as far as a review needs it. */
interface Compared {
  head: ComparisonHead;
  worst: SpecChange[];
  operationAt: (index: number) => OperationRefDto | undefined;
  /** What breaking changes hit; all, when one hits the document as a whole. */
  broken: OperationRefDto[] | 'all';
}

const NOTHING: Compared = {
  head: NO_CHANGES,
  worst: [],
  operationAt: () => undefined,
  broken: [],
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
  ) {}

  /** Of a document that is kept. */
  async ofStored(found: VisibleVersion, hash: string): Promise<ReviewDto> {
    const teamId = found.service.ownerTeamId;
    const base = await this.baseOf(found);
    const document = await this.details.spec(hash);
    if (document === null) throw notFound('document');
    const compared = base === null || base.hash === hash ? NOTHING : await this.storedChanges(base.hash, hash);
    const known = await this.lint.known(hash, teamId);
    const lint = known ?? ((await this.lint.isGate(teamId)) ? await this.lint.run(hash, teamId) : null);
    return this.review(found, { document, base, compared, lint });
  }

  /** Of bytes that are not kept. */
  async ofBytes(found: VisibleVersion, bytes: Uint8Array): Promise<ReviewDto> {
    const base = await this.baseOf(found);
    const reading = await read(bytes);
    const isSame = base?.hash === (await hashDocument(bytes));
    const compared = base === null || isSame ? NOTHING : comparedOf(await this.compare.unkept(base.hash, bytes));
    const lint = await this.lint.unkept(bytes, found.service.ownerTeamId);
    return this.review(found, { document: toSummary(reading), base, compared, lint });
  }

  private async review(
    { version }: VisibleVersion,
    made: { document: SpecSummaryDto; base: LiveDocument | null; compared: Compared; lint: LintSummaryDto | null },
  ): Promise<ReviewDto> {
    const { document, base, compared, lint } = made;
    const { head, worst, operationAt, broken } = compared;
    const { breaking, dangerous, safe, totals } = head;
    const counts = { breaking, dangerous, safe };
    const called =
      base === null ? [] : await this.callers.most({ id: base.versionId, serviceId: base.serviceId }, MAX_CALLERS);
    const callers = byOperation(called);
    const live = isLive(version.state);
    return {
      ...verdictOf({ isLive: live, isUnchanged: live && base?.hash === document.hash, counts, lint }),
      document,
      base: base === null ? null : toRef(base),
      counts,
      totals,
      breakingReach: reachOf(broken, callers),
      changes: worst.map((change) => toReviewedChange(change, operationAt, callers)),
      lint,
    };
  }

  /** What the version itself promises while it is live; before that, what the newest live version does. */
  private async baseOf({ service, version }: VisibleVersion): Promise<LiveDocument | null> {
    if (!isLive(version.state)) return this.store.newestLive(service.id, version.id);
    const { id, name, specHash, specRevisionNumber } = version;
    if (specHash === null) return null;
    return { versionId: id, serviceId: service.id, name, revision: specRevisionNumber, hash: specHash };
  }

  private async storedChanges(baseHash: string, targetHash: string): Promise<Compared> {
    const key: ComparisonKey = { baseHash, targetHash };
    const head = await this.compare.stored(key);
    const filter = { words: [], operationKeys: null, after: 0, limit: SHOWN_CHANGES };
    const [{ rows }, broken] = await Promise.all([
      this.comparisons.page(key, filter),
      this.comparisons.operationsHit(key, 'breaking'),
    ]);
    const worst = rows.slice(0, SHOWN_CHANGES);
    const indexes = [...new Set(worst.flatMap(({ operations }) => operations))];
    const operations = await this.comparisons.operations(key, indexes);
    return { head, worst, operationAt: (index) => operations.get(index), broken };
  }
}

function comparedOf(comparison: SpecComparison): Compared {
  const { changes, operations } = comparison;
  const breaking = changes.filter((change) => change.class === 'breaking');
  const isWhole = breaking.some((change) => change.operations.length === 0);
  const indexes = new Set(breaking.flatMap((change) => change.operations));
  return {
    head: headOf(comparison),
    worst: changes.slice(0, SHOWN_CHANGES),
    operationAt: (index) => operations[index],
    broken: isWhole ? 'all' : operations.filter((_, index) => indexes.has(index)),
  };
}

function toRef({ name, revision, hash }: LiveDocument): RevisionRefDto {
  return { version: name, revision, hash };
}

async function read(bytes: Uint8Array): Promise<KeptReading> {
  try {
    return await readSpec(bytes);
  } catch (error) {
    throw error instanceof SpecFault ? new Fault(error.code, error.message) : error;
  }
}

function toSummary(reading: KeptReading): SpecSummaryDto {
  const { sha256, format, byteLength, openapi, title, docVersion, summary, description, warnings, operations } =
    reading;
  const head = { hash: sha256, format, byteLength, openapi, title, docVersion, summary, description };
  return { ...head, operationCount: operations.length, warnings };
}
