import { NestFactory } from '@nestjs/core';
import type pg from 'pg';
import { type Clock, type Logger, startWorker, systemClock } from '#platform';
import { ApplyAdoption } from './adoption/apply-adoption.js';
import { GiveUpAdoptions } from './adoption/give-up-adoptions.js';
import { PreviewAdoption } from './adoption/preview-adoption.js';
import { SwitchAdoption } from './adoption/switch-adoption.js';
import type { Config } from './config.js';
import { ExpireKeys } from './credentials/expire-keys.js';
import { QUICK_POOL } from './database/database.js';
import { CheckGateway } from './gateway-sync/check-gateway.js';
import { ProveGateway } from './gateway-sync/prove/prove-gateway.js';
import { SyncGateway } from './gateway-sync/push/sync-gateway.js';
import { WatchGateways } from './gateway-sync/watch-gateways.js';
import { SweepGateway } from './gateway-sync/sweep/sweep-gateway.js';
import { LintDocuments } from './lint/lint-documents.js';
import { SendMail } from './mail/send-mail.js';
import { PruneStore } from './maintenance/prune.store.js';
import { IndexSearch } from './search/index-search.js';
import { TakeDueSteps } from './versions/take-due-steps.js';
import { WorkerModule } from './worker.module.js';

/** Minute, hour, day, month, weekday (UTC) and the job. */
const CRONTAB = `
* * * * * expire-keys
* * * * * take-due-steps
* * * * * give-up-adoptions
* * * * * index-stale
17 3 * * * prune`;

/** The background process: what main.worker.ts and the tests start. */
export async function runWorker(config: Config, logger: Logger, clock: Clock = systemClock) {
  const context = await NestFactory.createApplicationContext(WorkerModule.with(config, clock), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  const syncGateway = context.get(SyncGateway);
  const checkGateway = context.get(CheckGateway);
  const proveGateway = context.get(ProveGateway);
  const sweepGateway = context.get(SweepGateway);
  const expireKeys = context.get(ExpireKeys, { strict: false });
  const takeDueSteps = context.get(TakeDueSteps, { strict: false });
  const sendMail = context.get(SendMail, { strict: false });
  const previewAdoption = context.get(PreviewAdoption);
  const applyAdoption = context.get(ApplyAdoption);
  const switchAdoption = context.get(SwitchAdoption);
  const lintDocuments = context.get(LintDocuments);
  const giveUpAdoptions = context.get(GiveUpAdoptions);
  const indexSearch = context.get(IndexSearch);
  const prune = context.get(PruneStore);
  const watch = context.get(WatchGateways);
  const worker = await startWorker({
    pool: context.get<pg.Pool>(QUICK_POOL),
    concurrency: config.workerConcurrency,
    logger,
    crontab: CRONTAB,
    tasks: {
      'sync-gateway': ({ gatewayId, lane }) => syncGateway.run(gatewayId, lane),
      'check-gateway': ({ gatewayId }) => checkGateway.run(gatewayId),
      'prove-gateway': ({ gatewayId }) => proveGateway.run(gatewayId),
      'sweep-gateway': ({ gatewayId }) => sweepGateway.run(gatewayId),
      'preview-adoption': ({ adoptionId }) => previewAdoption.run(adoptionId),
      'apply-adoption': ({ adoptionId }) => applyAdoption.run(adoptionId),
      'switch-adoption': ({ adoptionId }) => switchAdoption.run(adoptionId),
      'give-up-adoptions': () => giveUpAdoptions.run(),
      'expire-keys': async () => void (await expireKeys.run()),
      'lint-spec': async ({ specHash, teamId }) => {
        await lintDocuments.run(specHash, await lintDocuments.rulesOf(teamId));
      },
      'index-version': ({ versionId }) => indexSearch.version(versionId),
      'index-service': ({ serviceId }) => indexSearch.service(serviceId),
      'index-stale': () => indexSearch.stale(),
      'take-due-steps': () => takeDueSteps.run(),
      'send-mail': (mail) => sendMail.run(mail),
      prune: () => prune.prune(),
    },
  });
  watch.start((error) => logger.warn({ err: error }, 'gateways could not be looked at'));
  proveGateway.start((error) => logger.warn({ err: error }, 'a gateway could not be asked for proofs'));
  return {
    async stop(): Promise<void> {
      await watch.stop();
      await worker.stop();
      await proveGateway.stop();
      await context.close();
    },
  };
}
