import { setTimeout as delay } from 'node:timers/promises';
import type { CredentialDto, GatewayDto, PlanDto, PlanListDto } from '#contract';
import type { BenchDatabase } from '../lib/postgres.js';
import { atMost, exactly, type Figure } from '../lib/report.js';
import { barePuts, deckModel } from './baselines.js';
import { CONCURRENCY, fill, onFreshGateway } from './full-sync.js';
import { withObjectFile } from './object-file.js';
import { LONE_PLAN, LONE_SERVICE, type Shape } from './seed.js';
import type { Section } from './section.js';
import { onStage, type Stage } from './stage.js';
import { statementsBeyondIdle } from './statement-costs.js';
import type { Counts } from './write-log.js';

const REQUESTS = 2;
const BYTES = 4_000;
/** Longer than the worker's own rounds, so that a window without work holds each of them. */
const WINDOW_MS = 6_000;
const WINDOWS = 3;
const STATEMENTS = 40;

/** What one change sends to a gateway that holds everything, and what nothing to do costs, beside decK's pattern. */
export async function smallChanges(
  seeded: BenchDatabase,
  { objects }: Shape,
  sent: string,
  statementsAtFirstSize: number | null,
): Promise<{ section: Section; statements: number }> {
  const ours = await onStage(seeded, async (stage) => {
    const { worker } = await fill(stage, objects);
    await stage.quiet();
    const changes = await eachChange(stage);
    const { id } = await stage.registered();
    const nothing = await counted(stage, () => stage.client.post(`/v1/gateways/${id}/retry`));
    const statements = await statementsForNothing(stage, id);
    const restart = await counted(stage, async () => {
      await worker.stop();
      await stage.startWorker();
      await delay(WINDOW_MS);
    });
    return { changes, nothing, statements, restart };
  });
  const deck = await withObjectFile(sent, (file) =>
    onFreshGateway(0, async (gateway) => {
      await barePuts(gateway, file, CONCURRENCY);
      return { nothing: await deckModel(gateway, file, 0), change: await deckModel(gateway, file, 1) };
    }),
  );
  const row = (what: string, { requests, bytes }: Counts) => ({ what, requests, bytes });
  const figures: Figure[] = Object.entries(ours.changes).flatMap(([what, { requests, bytes }]) => [
    atMost(`requests-of-${what}@${objects}`, requests, REQUESTS),
    atMost(`bytes-of-${what}@${objects}`, bytes, BYTES),
  ]);
  figures.push(
    exactly(`requests-for-nothing@${objects}`, ours.nothing.requests, 0),
    exactly(`requests-of-a-restart@${objects}`, ours.restart.requests, 0),
    atMost(`statements-for-nothing@${objects}`, ours.statements, STATEMENTS),
  );
  if (statementsAtFirstSize !== null)
    figures.push(
      exactly(`statements-for-nothing-as-at-the-first-size@${objects}`, ours.statements, statementsAtFirstSize),
    );
  const rows = [
    ...Object.entries(ours.changes).map(([what, counts]) => row(`ours: ${what}`, counts)),
    row("decK's pattern: a plugin changed", deck.change),
    row('ours: nothing to do (retry)', ours.nothing),
    row('ours: nothing to do (worker starts again)', ours.restart),
    row("decK's pattern: nothing to do", deck.nothing),
  ];
  const notes = [
    'Requests and bytes are those of the Admin API, heads included; the question whether it is there, which comes every few seconds, is left out.',
  ];
  return {
    section: { title: `One change, and none, at ${objects} objects`, rows, figures, notes },
    statements: ours.statements,
  };
}

/** A limit of a plan with one subscriber, a key more, and a key less. */
async function eachChange(stage: Stage): Promise<Record<string, Counts>> {
  const { client, database } = stage;
  const plans = `/v1/services/${LONE_SERVICE}/plans`;
  const { items } = await client.get<PlanListDto>(plans);
  const { revision } = items.find(({ slug }) => slug === LONE_PLAN) as PlanDto;
  const limit = await counted(stage, () =>
    client.patch(`${plans}/${LONE_PLAN}`, revision, { limits: { minute: 4_711 } }),
  );
  const { rows } = await database.pool.query<{ id: string }>(`SELECT id FROM application WHERE name = 'Client 2'`);
  const keys = `/v1/applications/${rows[0]?.id}/credentials`;
  let keyId = '';
  const issued = await counted(stage, async () => {
    const { credential } = await client.post<{ credential: CredentialDto }>(keys, {
      name: 'second',
      environment: 'live',
    });
    keyId = credential.id;
  });
  const revoked = await counted(stage, () => client.post(`${keys}/${keyId}/revoke`));
  return { 'a-limit-changed': limit, 'a-key-made': issued, 'a-key-revoked': revoked };
}

/** What comes to the gateway because of something that is done over the API. */
async function counted(stage: Stage, act: () => Promise<unknown>): Promise<Counts> {
  await stage.gateway.reset();
  await act();
  await stage.converged();
  await stage.quiet();
  return stage.gateway.counts();
}

/** Statements that "retry" costs when nothing waits, beyond those that run anyway; the least of some windows. */
async function statementsForNothing(stage: Stage, gatewayId: GatewayDto['id']): Promise<number> {
  const found: number[] = [];
  for (let window = 0; window < WINDOWS; window++)
    found.push(
      await statementsBeyondIdle(stage.database.pool, WINDOW_MS, () =>
        stage.client.post(`/v1/gateways/${gatewayId}/retry`),
      ),
    );
  return Math.min(...found);
}
