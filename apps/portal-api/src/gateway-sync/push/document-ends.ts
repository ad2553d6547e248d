import type { DocumentReport, KindOrder, ObjectOutcome, ScopeName } from '#gateway';
import type { Braked } from './batch-brake.js';
import { wordsOf } from './push-batch.js';
import { type GatewayDocument, marksOf } from './read-document.js';
import { retryDelayMs } from './retry-delay.js';
import type { ScopeEnd, ScopeLease } from './scope-leases.store.js';

type Failed = Extract<ObjectOutcome, { error: unknown }>;

interface Written {
  document: GatewayDocument;
  report: DocumentReport;
  braked: Braked | null;
}

/** How the writing of a document ended for each scope. */
export function documentEnds(leases: readonly ScopeLease[], order: KindOrder, written: Written): ScopeEnd[] {
  const { document, report, braked } = written;
  if (braked !== null) return leases.map((lease) => stoppedEnd(lease, braked));
  const failedOf = failedByScope(document, report.outcomes);
  return leases.map((lease): ScopeEnd => {
    const failed = failedOf.get(lease.scope) ?? [];
    const { fault } = report;
    if (failed.length === 0 && fault === null) {
      return { lease, error: null, retryAfterMs: null, marks: marks(lease, document, order), stopped: false };
    }
    const words = failed
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ object, error }) => (fault?.message === error.message ? fault.message : wordsOf(object.kind, error)));
    const error = [...new Set(words)].slice(0, 3).join('; ') || (fault?.message ?? NEEDS_OTHER);
    const mayHeal =
      failed.some((one) => one.retryable || one.error.kind === 'unauthorized') ||
      (failed.length === 0 && (fault!.retryable || fault!.kind === 'unauthorized'));
    const retryAfterMs = mayHeal ? Math.max(retryDelayMs(lease.attempts), fault?.retryAfterMs ?? 0) : null;
    const isNumbered = fault === null && marks(lease, document, order);
    return { lease, error, retryAfterMs, marks: isNumbered, stopped: false };
  });
}

const NEEDS_OTHER = 'Something that this one needs is not on the gateway yet.';

/** Without what was stopped there is no document, so the others wait with it: they are tried again by themselves. */
function stoppedEnd(lease: ScopeLease, braked: Braked): ScopeEnd {
  const stopped = [...braked.scopes].some((scope) => scope.lease === lease);
  const retryAfterMs = stopped ? null : retryDelayMs(lease.attempts);
  return { lease, error: braked.reason, retryAfterMs, marks: false, stopped };
}

function failedByScope({ scopeOf }: GatewayDocument, outcomes: readonly ObjectOutcome[]): Map<ScopeName, Failed[]> {
  const byScope = new Map<ScopeName, Failed[]>();
  for (const outcome of outcomes) {
    if (!('error' in outcome)) continue;
    const scope = scopeOf.get(outcome.object.id)!;
    const known = byScope.get(scope);
    if (known) known.push(outcome);
    else byScope.set(scope, [outcome]);
  }
  return byScope;
}

function marks({ scope }: ScopeLease, { differing }: GatewayDocument, order: KindOrder): boolean {
  const changes = differing.get(scope)?.changes;
  return scope !== 'watermark' && changes !== undefined && marksOf(changes, order);
}
