import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '#platform';
import { type BenchProcess, startProcess } from '../lib/processes.js';
import type { Counts } from './write-log.js';

const STALLED_AFTER_MS = 180_000;
const POLL_MS = 100;

/** A gateway of its own process, and what the benchmark asks of it. */
export class FakeGateway {
  private constructor(
    private readonly process: BenchProcess,
    private readonly controlUrl: string,
    readonly adminUrl: string,
    readonly nodeUrl: string,
  ) {}

  static async start(): Promise<FakeGateway> {
    const port = await freePort();
    const controlUrl = `http://127.0.0.1:${port}`;
    const started = await startProcess(
      'bench/convergence/fake-gateway.js',
      { CONTROL_PORT: String(port) },
      async () => {
        return (await fetch(`${controlUrl}/about`)).ok;
      },
    );
    const { adminUrl, nodeUrl } = (await (await fetch(`${controlUrl}/about`)).json()) as Record<string, string>;
    return new FakeGateway(started, controlUrl, adminUrl as string, nodeUrl as string);
  }

  counts(): Promise<Counts> {
    return this.ask('/counts');
  }

  reset(): Promise<Counts> {
    return this.ask('/reset');
  }

  /** Refuses one of so many keys and routes from now on, as a gateway does that will never take them. */
  async refuse(every: number): Promise<void> {
    await this.ask(`/refuse?every=${every}`);
  }

  /** Answers each write after so long from now on. */
  async pace(writeMs: number): Promise<void> {
    await this.ask(`/pace?ms=${writeMs}`);
  }

  /** Waits for so many writes of the catalogue; throws when nothing comes for minutes. */
  async until(writes: number): Promise<Counts> {
    let last = await this.counts();
    let changedMs = Date.now();
    while (last.writes < writes) {
      const now = await this.ask<Counts>(`/when?writes=${writes}`);
      if (now.writes > last.writes) changedMs = Date.now();
      else if (Date.now() - changedMs > STALLED_AFTER_MS)
        throw new Error(`After ${now.writes} of ${writes} writes nothing more came.`);
      last = now;
    }
    return last;
  }

  /** Waits until nothing has come for so long. */
  async quiet(quietMs: number): Promise<Counts> {
    let last = await this.counts();
    let sinceMs = Date.now();
    while (Date.now() - sinceMs < quietMs) {
      await delay(POLL_MS);
      const now = await this.counts();
      if (now.requests !== last.requests) sinceMs = Date.now();
      last = now;
    }
    return last;
  }

  /** The bodies that were sent for the catalogue, one JSON text `{path, body}` a line. */
  async sent(): Promise<string> {
    return (await fetch(`${this.controlUrl}/sent`)).text();
  }

  /** What of the catalogue stands there, without times, one JSON text a line. */
  async state(): Promise<string[]> {
    const text = await (await fetch(`${this.controlUrl}/state`)).text();
    return text.split('\n').filter(Boolean);
  }

  stop(): Promise<void> {
    return this.process.stop();
  }

  private async ask<T>(path: string): Promise<T> {
    return (await (await fetch(this.controlUrl + path)).json()) as T;
  }
}
