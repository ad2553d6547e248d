import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { CheckGateway } from './check-gateway.js';
import { ProveGatewayStore } from './prove/prove-gateway.store.js';
import { NODE_CHECK_MS } from './prove/prove-nodes.js';
import { PushSettings } from './push-settings.js';
import { SweepJobsStore } from './sweep/sweep-jobs.store.js';
import { SyncJobsStore } from './push/sync-jobs.store.js';

/** How often gateways that are away are asked whether they are back: revocations wait for that. */
const ROUND_MS = 1_000;

/** In every so many rounds all gateways are asked whether they are there. */
const ROUNDS_TO_ALL = 5;

/** A wish older than this without a job lost its worker. */
const FORGOTTEN_AFTER_MS = 30_000;

/** A proof that is due for longer than this lost its worker, too. */
const PROOF_OVERDUE_MS = 5_000;

/** Looks at all gateways again and again, and takes up what a process that died has left. */
@Injectable()
export class WatchGateways {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private settingsPushed = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly checkGateway: CheckGateway,
    private readonly jobs: SyncJobsStore,
    private readonly pushSettings: PushSettings,
    private readonly proofs: ProveGatewayStore,
    private readonly sweepJobs: SweepJobsStore,
  ) {}

  /** `onError` hears of a round that failed; the next one comes all the same. */
  start(onError: (error: unknown) => void): void {
    let rounds = 0;
    const round = async () => {
      const isForAll = rounds++ % ROUNDS_TO_ALL === 0;
      this.running = (isForAll ? this.once() : this.checkGateway.runAway()).catch(onError);
      await this.running;
      this.timer = setTimeout(round, ROUND_MS);
    };
    this.timer = setTimeout(round, 0);
  }

  async once(): Promise<void> {
    if (!this.settingsPushed) await this.pushSettings.run();
    this.settingsPushed = true;
    await this.jobs.enqueueForgotten(FORGOTTEN_AFTER_MS);
    await this.proofs.enqueueOverdue(PROOF_OVERDUE_MS, NODE_CHECK_MS);
    await this.sweepJobs.enqueueDue(this.config.sweepEveryMinutes);
    // Last, because whoever answers strangely must not keep the others from their turn.
    await this.checkGateway.runAll();
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
    clearTimeout(this.timer);
  }
}
