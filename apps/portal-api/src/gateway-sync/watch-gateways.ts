import { Injectable } from '@nestjs/common';
import { CheckGateway } from './check-gateway.js';
import { ProveGatewayStore } from './prove-gateway.store.js';
import { NODE_CHECK_MS } from './prove-nodes.js';
import { PushSettings } from './push-settings.js';
import { ReconcileJobsStore } from './reconcile-jobs.store.js';

/** How often every gateway is asked whether it is there. */
const CHECK_EVERY_MS = 5_000;

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
    private readonly checkGateway: CheckGateway,
    private readonly jobs: ReconcileJobsStore,
    private readonly pushSettings: PushSettings,
    private readonly proofs: ProveGatewayStore,
  ) {}

  /** `onError` hears of a round that failed; the next one comes all the same. */
  start(onError: (error: unknown) => void): void {
    const round = async () => {
      this.running = this.once().catch(onError);
      await this.running;
      this.timer = setTimeout(round, CHECK_EVERY_MS);
    };
    this.timer = setTimeout(round, 0);
  }

  async once(): Promise<void> {
    if (!this.settingsPushed) await this.pushSettings.run();
    this.settingsPushed = true;
    await this.checkGateway.runAll();
    await this.jobs.enqueueForgotten(FORGOTTEN_AFTER_MS);
    await this.proofs.enqueueOverdue(PROOF_OVERDUE_MS, NODE_CHECK_MS);
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
    clearTimeout(this.timer);
  }
}
