/** What one check found. */
export interface CheckResult {
  ok: boolean;
  durationMs: number;
  /** Why it failed, in words fit for an operator. */
  problem?: string;
}

export interface Readiness {
  ready: boolean;
  checks: Record<string, CheckResult>;
}

/**
 * The checks that say whether a process can do its work. A process that answers at all is alive; it is ready when every
 * check passes.
 */
export class Health {
  private readonly checks = new Map<string, () => Promise<unknown>>();

  /** A check that takes longer than `checkTimeoutMs` has failed. */
  constructor(private readonly checkTimeoutMs = 2_000) {}

  /** Adds a check: it passes when it returns and fails when it throws. */
  add(name: string, check: () => Promise<unknown>): void {
    this.checks.set(name, check);
  }

  /** Runs all checks at the same time. */
  async readiness(): Promise<Readiness> {
    const entries = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await runCheck(check, this.checkTimeoutMs)] as const),
    );
    return { ready: entries.every(([, result]) => result.ok), checks: Object.fromEntries(entries) };
  }
}

async function runCheck(check: () => Promise<unknown>, timeoutMs: number): Promise<CheckResult> {
  const startedMs = performance.now();
  const problem = await Promise.race([
    check().then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : 'failed'),
    ),
    timeout(timeoutMs),
  ]);
  const durationMs = Math.round(performance.now() - startedMs);
  return problem === null ? { ok: true, durationMs } : { ok: false, durationMs, problem };
}

function timeout(timeoutMs: number): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(`no answer within ${timeoutMs} ms`), timeoutMs).unref();
  });
}
