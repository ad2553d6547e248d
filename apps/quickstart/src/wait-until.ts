const POLL_MS = 100;

/** Asks again and again until the answer is true; says in one line what it waited for when the time is over. */
export async function waitUntil(what: string, deadlineMs: number, ask: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + deadlineMs;
  while (!(await ask().catch(() => false))) {
    if (Date.now() > endMs) throw new Error(`${what} took longer than ${deadlineMs / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Whether an address answers with a status below 400. */
export async function answers(url: string, headers: Record<string, string> = {}): Promise<boolean> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(2_000) });
  await response.body?.cancel();
  return response.ok;
}
