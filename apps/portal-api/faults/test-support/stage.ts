import { Writable } from 'node:stream';
import pg from 'pg';
import type {
  ApplicationPageDto,
  CredentialDto,
  CredentialListDto,
  GatewayDto,
  PlanListDto,
  UpdateGatewayRequest,
} from '#contract';
import { createLogger } from '#platform';
import { createTestDatabase, expectStatus, type TestDatabase, waitUntil } from '#testing';
import { AccessTokens } from '../../src/auth/access-token.js';
import { runWorker } from '../../src/run-worker.js';
import { startTestApp, type TestApp, testConfig, type TestUser } from '../../test-support/start-test-app.js';
import { FaultyGateway } from './faulty-gateway.js';
import { type CatalogueSize, fillCatalogue, PLAN, SERVICE } from './fill-catalogue.js';
import { TEST_MS, WAIT_MS } from './form.js';
import { WorkerProcess } from './worker-process.js';

/** A worker that a test has started. */
export interface StartedWorker {
  /** What it logged. */
  lines: string[];
  stop(): Promise<void>;
}

export interface RegisterOptions {
  evenIfUnreachable?: boolean;
  adminToken?: string;
  driftPolicy?: 'report' | 'repair';
}

type GatewayOptions = Parameters<typeof FaultyGateway.start>[0];

/** A database with a catalogue, the API, and what a test adds: gateways and workers. All of it ends with `close()`. */
export class Stage {
  private readonly workers: StartedWorker[] = [];
  private readonly gateways: FaultyGateway[] = [];

  private constructor(
    private readonly database: TestDatabase,
    readonly sql: pg.Pool,
    readonly api: TestApp,
    readonly admin: TestUser,
    /** Owns the service and all applications. */
    readonly owner: TestUser,
    private readonly env: Record<string, string>,
  ) {}

  /** @param env settings of the API and of every worker */
  static async open(size: CatalogueSize, env: Record<string, string> = {}): Promise<Stage> {
    const database = await createTestDatabase();
    const sql = new pg.Pool({ connectionString: database.url });
    const api = await startTestApp({ databaseUrl: database.url, env });
    const [admin, owner] = [
      lasting(api, await api.addUser('admin', 'admin')),
      lasting(api, await api.addUser('owner')),
    ];
    await fillCatalogue(sql, owner.id, size);
    return new Stage(database, sql, api, admin, owner, env);
  }

  async startGateway(options?: GatewayOptions): Promise<FaultyGateway> {
    const gateway = await FaultyGateway.start(options);
    this.gateways.push(gateway);
    return gateway;
  }

  /** Registers it as an admin does; everything is wished onto it. Gives its id. */
  async register(gateway: FaultyGateway, options: RegisterOptions = {}): Promise<string> {
    const body = {
      name: `Kong ${this.gateways.indexOf(gateway) + 1}`,
      kind: 'kong',
      environment: 'live',
      adminUrl: gateway.url,
      proxyUrl: gateway.nodeUrls[0],
      nodeUrls: gateway.nodeUrls,
      ...options,
    };
    return expectStatus(await this.api.http.post('/v1/gateways', { token: this.admin.token, body }), 201).id;
  }

  /** A worker in this process: it can be stopped, and neither killed nor paused. */
  async startWorker(): Promise<StartedWorker> {
    const lines: string[] = [];
    const sink = new Writable({ write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()) });
    const config = testConfig(this.database.url, { DATABASE_POOL_SIZE: '10', ...this.env });
    const running = await runWorker(config, createLogger('worker', 'debug', sink));
    let stopped: Promise<void> | undefined;
    const worker = { lines, stop: () => (stopped ??= running.stop()) };
    this.workers.push(worker);
    return worker;
  }

  /** A worker as it runs in production. */
  startWorkerProcess(): WorkerProcess {
    const worker = new WorkerProcess(this.database.url, this.env);
    this.workers.push({ lines: worker.lines, stop: () => worker.kill() });
    return worker;
  }

  async gateway(id: string): Promise<GatewayDto> {
    return expectStatus(await this.api.http.get(`/v1/gateways/${id}`, { token: this.admin.token }), 200);
  }

  /** How many objects are noted as written. */
  async noted(gatewayId: string): Promise<number> {
    const text = 'SELECT count(*)::int AS noted FROM inventory_object WHERE gateway_id = $1';
    return (await this.sql.query<{ noted: number }>(text, [gatewayId])).rows[0]!.noted;
  }

  /** Waits until nothing waits for the gateway any more. */
  async converged(id: string): Promise<void> {
    await waitUntil('everything to be on the gateway', async () => (await this.gateway(id)).pending === 0, WAIT_MS);
  }

  /** Waits until what still waits for the gateway is only what it has refused for good. */
  async settled(id: string): Promise<GatewayDto> {
    const isSettled = ({ pending, failed, failures }: GatewayDto) =>
      pending === failed && failures.every(({ retryAt }) => retryAt === null);
    const ask = async () => {
      const gateway = await this.gateway(id);
      return isSettled(gateway) ? gateway : null;
    };
    return waitUntil('nothing to be tried again', ask, WAIT_MS);
  }

  /** What an undisturbed push of the same catalogue leaves: another gateway is registered and filled. */
  async undisturbedState(): Promise<string[]> {
    const gateway = await this.startGateway();
    await this.converged(await this.register(gateway));
    return gateway.state();
  }

  /** What a dead worker held would be given back after some seconds; this lets them be over. */
  async letTimePass(): Promise<void> {
    await this.sql.query(`UPDATE graphile_worker._private_jobs SET locked_at = locked_at - interval '1 hour'`);
    await this.sql.query(`UPDATE sync_scope SET locked_until = locked_until - interval '1 hour'`);
  }

  /** Applications of the owner, the newest first. */
  async applicationIds(limit: number): Promise<string[]> {
    const page = await this.api.http.get(`/v1/applications?limit=${limit}`, { token: this.owner.token });
    return (expectStatus(page, 200) as ApplicationPageDto).items.map(({ id }) => id);
  }

  async addApplication(name: string): Promise<string> {
    return (await this.asOwner('/v1/applications', 201, { name })).id;
  }

  async subscribe(applicationId: string): Promise<void> {
    await this.asOwner(`/v1/applications/${applicationId}/subscriptions`, 201, { service: SERVICE, plan: PLAN });
  }

  async addKey(applicationId: string): Promise<string> {
    return (await this.asOwner(`/v1/applications/${applicationId}/credentials`, 201, { name: 'added' })).credential.id;
  }

  async revokeKey(applicationId: string, keyId: string): Promise<void> {
    await this.asOwner(`/v1/applications/${applicationId}/credentials/${keyId}/revoke`, 202, {});
  }

  async keys(applicationId: string): Promise<CredentialDto[]> {
    const list = await this.api.http.get(`/v1/applications/${applicationId}/credentials`, { token: this.owner.token });
    return (expectStatus(list, 200) as CredentialListDto).items;
  }

  /** A key of so many applications, one of each. */
  async oneKeyEach(applications: number): Promise<{ applicationId: string; keyId: string }[]> {
    const { rows } = await this.sql.query(
      `SELECT DISTINCT ON (application_id) application_id AS "applicationId", id AS "keyId" FROM credential
       ORDER BY application_id LIMIT $1`,
      [applications],
    );
    return rows;
  }

  /** Allows so many calls a minute, on the revision that is there. */
  async editPlan(minute: number): Promise<void> {
    const { token } = this.owner;
    const plans = expectStatus(await this.api.http.get(`/v1/services/${SERVICE}/plans`, { token }), 200) as PlanListDto;
    const headers = { 'if-match': `"${plans.items[0]!.revision}"` };
    const path = `/v1/services/${SERVICE}/plans/${PLAN}`;
    expectStatus(await this.api.http.patch(path, { token, headers, body: { limits: { minute } } }), 200);
  }

  /** What an admin asks of a gateway: `check`, `sweep`, `retry`, `refill`. */
  async ask(gatewayId: string, what: 'check' | 'sweep' | 'retry' | 'refill'): Promise<void> {
    expectStatus(await this.api.http.post(`/v1/gateways/${gatewayId}/${what}`, { token: this.admin.token }), 202);
  }

  /** Looks at everything on the gateway now, and waits until that came to its end. */
  async swept(gatewayId: string): Promise<GatewayDto> {
    const { sweptAt: before } = await this.gateway(gatewayId);
    await this.ask(gatewayId, 'sweep');
    const ask = async () => {
      const gateway = await this.gateway(gatewayId);
      return gateway.sweptAt !== before && gateway.sweepError === null ? gateway : null;
    };
    return waitUntil('a sweep to come to its end', ask, WAIT_MS);
  }

  /** Asks whether the gateway is there, and waits for what that found. */
  async checked(gatewayId: string): Promise<GatewayDto> {
    const { checkedAt: before } = await this.gateway(gatewayId);
    await this.ask(gatewayId, 'check');
    const ask = async () => {
      const gateway = await this.gateway(gatewayId);
      return gateway.checkedAt === before ? null : gateway;
    };
    return waitUntil('a look at the gateway', ask, WAIT_MS);
  }

  /** Waits until the gateway was found there, or away. */
  async found(gatewayId: string, isThere: boolean): Promise<void> {
    await waitUntil(
      `the gateway to be found ${isThere ? 'there' : 'away'}`,
      async () => (await this.checked(gatewayId)).reachable === isThere,
      WAIT_MS,
    );
  }

  async change(gatewayId: string, body: UpdateGatewayRequest): Promise<void> {
    const headers = { 'if-match': `"${(await this.gateway(gatewayId)).revision}"` };
    const call = { token: this.admin.token, headers, body };
    expectStatus(await this.api.http.patch(`/v1/gateways/${gatewayId}`, call), 200);
  }

  /** Audit entries about gateways, oldest first. */
  async alerts(): Promise<{ action: string; by: string }[]> {
    const { rows } = await this.sql.query(
      `SELECT action, actor_label AS by FROM audit_entry WHERE subject_kind = 'gateway' ORDER BY id`,
    );
    return rows;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a server answers is looked at, not trusted
  private async asOwner(path: string, status: number, body: unknown): Promise<any> {
    return expectStatus(await this.api.http.post(path, { token: this.owner.token, body }), status);
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop()));
    await this.api.stop();
    await this.sql.end();
    await Promise.all(this.gateways.map((gateway) => gateway.close()));
    await this.database.drop();
  }
}

/** The user with an access token for as long as a test may take: one from a sign-in ends before the long form does. */
function lasting(api: TestApp, user: TestUser): TestUser {
  const tokens = api.app.get(AccessTokens);
  const sessionId = String(tokens.read(user.token)?.sid);
  return { ...user, token: tokens.issue(user.id, sessionId, Date.now() + TEST_MS).accessToken };
}
