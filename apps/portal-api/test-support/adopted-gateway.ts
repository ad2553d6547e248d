import { setTimeout as delay } from 'node:timers/promises';
import type { AdoptionDto } from '#contract';
import { type FakeAdmin, type FakeNode, startFakeAdmin, startFakeNode } from '#kong-admin';
import { createLogger, systemClock } from '#platform';
import { expectStatus, waitUntil } from '#testing';
import { runWorker } from '../src/run-worker.js';
import { startTestApp, testConfig, type TestApp, type TestUser } from './start-test-app.js';

const CALL_EVERY_MS = 5;

export type State = AdoptionDto['state'];

/** What somebody else's gateway holds of one API. */
export interface ForeignApi {
  serviceId: string;
  routeId: string;
}

/** A Kong of somebody else with two nodes that serve its clients, registered with us, and everything of ours that runs. */
export class AdoptedGateway {
  /** How far the worker's clock is ahead. */
  aheadMs = 0;
  private readonly callers: (() => Promise<unknown>)[] = [];
  private worker: Awaited<ReturnType<typeof runWorker>> | null = null;

  private constructor(
    readonly api: TestApp,
    readonly admin: TestUser,
    readonly kong: FakeAdmin,
    readonly nodes: FakeNode[],
    readonly id: string,
  ) {}

  static async start(): Promise<AdoptedGateway> {
    const kong = await startFakeAdmin();
    const nodes = await Promise.all([startFakeNode({ model: kong.model }), startFakeNode({ model: kong.model })]);
    const api = await startTestApp();
    const admin = await api.addUser('admin', 'admin');
    const nodeUrls = nodes.map(({ url }) => url);
    const body = {
      name: 'Kong',
      kind: 'kong',
      environment: 'live',
      adminUrl: kong.url,
      proxyUrl: nodeUrls[0],
      nodeUrls,
    };
    const { id } = expectStatus(await api.http.post('/v1/gateways', { token: admin.token, body }), 201);
    for (const [slug, kind] of [
      ['shop', 'provider'],
      ['callers', 'developer'],
    ] as const)
      await api.database.prisma.team.create({ data: { id: crypto.randomUUID(), slug, name: slug, kind } });
    return new AdoptedGateway(api, admin, kong, nodes, id);
  }

  async work(): Promise<void> {
    const clock = { now: () => new Date(systemClock.now().getTime() + this.aheadMs) };
    const config = testConfig(this.api.databaseUrl, { DATABASE_POOL_SIZE: '20' });
    this.worker = await runWorker(config, createLogger('worker', 'fatal'), clock);
  }

  async stopWorking(): Promise<void> {
    await this.worker?.stop();
    this.worker = null;
  }

  async stop(): Promise<void> {
    await Promise.all(this.callers.map((stop) => stop()));
    await this.stopWorking();
    await this.api.stop();
    await Promise.all(this.nodes.map((node) => node.close()));
    await this.kong.close();
  }

  /** Makes an object as its owner would, and gives its id. */
  async make(path: string, body: Record<string, unknown>): Promise<string> {
    const response = await fetch(this.kong.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { id: string };
    if (response.status !== 201) throw new Error(JSON.stringify(answer));
    return answer.id;
  }

  async addApi(
    name: string,
    path: string,
    group: string | null,
    route: Record<string, unknown> = {},
  ): Promise<ForeignApi> {
    const serviceId = await this.make('/services', { name, host: `${name}.internal`, port: 8080 });
    const routeId = await this.make(`/services/${serviceId}/routes`, {
      name: `${name}-route`,
      paths: [path],
      ...route,
    });
    await this.make(`/services/${serviceId}/plugins`, { name: 'key-auth', config: { key_in_query: false } });
    if (group !== null) await this.make(`/services/${serviceId}/plugins`, { name: 'acl', config: { allow: [group] } });
    return { serviceId, routeId };
  }

  async addConsumer(username: string, key: string, groups: string[]): Promise<string> {
    const id = await this.make('/consumers', { username });
    await this.make(`/consumers/${id}/key-auth`, { key });
    for (const group of groups) await this.make(`/consumers/${id}/acls`, { group });
    return id;
  }

  limit(minute: number, scope: Record<string, string>): Promise<string> {
    const bound = Object.entries(scope).map(([kind, id]) => [kind, { id }]);
    return this.make('/plugins', { name: 'rate-limiting', config: { minute }, ...Object.fromEntries(bound) });
  }

  /** Calls through a node as a client does; the status, and which service answered. */
  async call(path: string, key: string, node = 0): Promise<{ status: number; service: string | null }> {
    const response = await fetch(this.nodes[node]!.url + path, { headers: { apikey: key } });
    const { service = null } = (await response.json()) as { service?: string | null };
    return { status: response.status, service };
  }

  /** Calls both nodes again and again until `stop`, which gives the number of calls and what was not a 200. */
  keepCalling(path: string, key: string): { stop(): Promise<{ calls: number; failures: unknown[] }> } {
    let isOver = false;
    let calls = 0;
    const failures: unknown[] = [];
    const loop = async (): Promise<void> => {
      for (; !isOver; calls += 1) {
        const answer = await this.call(path, key, calls % 2).catch((error: unknown) => ({ status: 0, error }));
        if (answer.status !== 200) failures.push(answer);
        // Everything of the test runs in one process: the others have their turn.
        await delay(CALL_EVERY_MS);
      }
    };
    const running = loop();
    const stop = async () => {
      isOver = true;
      await running;
      return { calls, failures };
    };
    this.callers.push(stop);
    return { stop };
  }

  post(path: string, body?: unknown) {
    return this.api.http.post(`/v1/gateways/${this.id}/adoptions${path}`, { token: this.admin.token, body });
  }

  async adoption(id: string): Promise<AdoptionDto> {
    const answer = await this.api.http.get(`/v1/gateways/${this.id}/adoptions/${id}`, { token: this.admin.token });
    return expectStatus(answer, 200);
  }

  reaches(id: string, ...states: State[]): Promise<AdoptionDto> {
    return waitUntil(
      `the adoption to be ${states.join(' or ')}`,
      async () => {
        const adoption = await this.adoption(id);
        return states.includes(adoption.state) ? adoption : null;
      },
      60_000,
    );
  }

  async preview(): Promise<AdoptionDto> {
    const { id } = expectStatus(await this.post(''), 202);
    return this.reaches(id, 'previewed', 'failed');
  }

  async apply(id: string, more: Record<string, unknown> = {}): Promise<void> {
    const body = { serviceTeam: 'shop', applicationTeam: 'callers', acceptWarnings: true, ...more };
    expectStatus(await this.post(`/${id}/apply`, body), 202);
  }

  /** Waits for the grace after the last route of theirs, without waiting for it. */
  async finishes(id: string): Promise<AdoptionDto> {
    await waitUntil(
      'the routes to be gone',
      async () => {
        const adoption = await this.api.database.prisma.adoption.findUniqueOrThrow({ where: { id } });
        return adoption.state === 'failed' || (adoption.options as { routesGone?: unknown } | null)?.routesGone;
      },
      60_000,
    );
    this.aheadMs += 60_000;
    return this.reaches(id, 'done', 'failed');
  }
}
