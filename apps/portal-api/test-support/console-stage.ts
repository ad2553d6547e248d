import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConsoleAnswerDto, ConsoleCallRequest, ConsoleSessionDto } from '#contract';
import { expectStatus, type HttpAnswer } from '#testing';
import { MAX_ANSWER_BYTES } from '../src/console/call-gateway.js';
import { addOfferedService, type OfferedService } from './offered-service.js';
import { startTestApp, type TestApp, type TestUser } from './start-test-app.js';

export const KEY = /\bgh[a-z][0-9A-Za-z]{46}\b/;
export const PNG = Buffer.from('89504e470d0a1a0a00ff', 'hex');

/** A request that came through. */
export interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export type Typed = Partial<Omit<ConsoleCallRequest, 'token'>>;

export const header = (name: string, value: string) => ({ in: 'header' as const, name, value });
export const query = (name: string, value: string) => ({ in: 'query' as const, name, value });

/** A service behind a gateway that answers as its query `q` says, Dana with an application that may call it, a stranger. */
export class ConsoleStage {
  seen: Seen[] = [];
  strayed = 0;
  /** Calls that were given up while the gateway was silent. */
  left = 0;
  application = '';

  private constructor(
    readonly api: TestApp,
    readonly orders: OfferedService,
    readonly dana: TestUser,
    readonly stranger: TestUser,
  ) {}

  private gateway!: Server;
  private elsewhere!: Server;

  static async open(): Promise<ConsoleStage> {
    const api = await startTestApp();
    const orders = await addOfferedService(api, 'orders');
    const stage = new ConsoleStage(api, orders, await api.addUser('dana'), await api.addUser('stranger'));
    await stage.build();
    return stage;
  }

  private async build(): Promise<void> {
    const { api, orders } = this;
    this.application = await this.newApplication('Till');
    await this.subscribe(this.application);
    this.elsewhere = await listening((_request, response) => {
      this.strayed += 1;
      response.end('elsewhere');
    });
    this.gateway = await listening((request, response) => this.answer(request, response));
    const data = { proxyUrl: this.gatewayUrl };
    await api.database.prisma.gateway.update({ where: { id: orders.gatewayId }, data });
    const definition = { parameters: [], requestBody: null, responses: [], security: [], servers: [] };
    const operation = { versionId: orders.versionId, since: 1, path: '/orders', definition, digest: '' };
    await api.database.prisma.operation.createMany({
      data: [
        { ...operation, position: 10, method: 'POST' },
        { ...operation, position: 11, method: 'PUT' },
      ],
    });
  }

  async close(): Promise<void> {
    for (const server of [this.gateway, this.elsewhere]) {
      server.closeAllConnections();
      server.close();
    }
    await this.api.stop();
  }

  get gatewayUrl(): string {
    return urlOf(this.gateway);
  }

  get elsewhereUrl(): string {
    return `${urlOf(this.elsewhere)}/`;
  }

  post(user: TestUser, path: string, body: object): Promise<HttpAnswer> {
    return this.api.http.post(path, { token: user.token, body });
  }

  remove(user: TestUser, path: string): Promise<HttpAnswer> {
    return this.api.http.call('DELETE', path, { token: user.token });
  }

  async newApplication(name: string): Promise<string> {
    return expectStatus(await this.post(this.dana, '/v1/applications', { name }), 201).id;
  }

  async subscribe(applicationId: string, plan = 'free'): Promise<void> {
    const path = `/v1/applications/${applicationId}/subscriptions`;
    expectStatus(await this.post(this.dana, path, { service: 'orders', plan }), 201);
  }

  start(more: object = {}, user = this.dana): Promise<HttpAnswer> {
    const place = { applicationId: this.application, environment: 'live', service: 'orders', version: 'v1' };
    return this.post(user, '/v1/console/sessions', { ...place, ...more });
  }

  /** A session whose key the gateway has, as far as the database knows. */
  async session(): Promise<ConsoleSessionDto> {
    const started: ConsoleSessionDto = expectStatus(await this.start(), 201);
    await this.confirm(started.id);
    return started;
  }

  async confirm(credentialId: string): Promise<void> {
    const ids = { credentialId, gatewayId: this.orders.gatewayId };
    const now = new Date();
    await this.api.database.prisma.credentialConfirmation.create({ data: { ...ids, takenAt: now, liveAt: now } });
  }

  send({ id, token }: ConsoleSessionDto, typed: Typed = {}, user = this.dana): Promise<HttpAnswer> {
    const operation = { service: 'orders', version: 'v1', method: 'GET', path: '/orders', parameters: [] };
    return this.post(user, `/v1/console/sessions/${id}/calls`, { token, ...operation, ...typed });
  }

  async sent(typed: Typed): Promise<ConsoleAnswerDto> {
    return expectStatus(await this.send(await this.session(), typed), 200);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      this.seen.push({ method, url, headers, body: Buffer.concat(chunks) });
      const how = new URL(url, 'http://gateway').searchParams.get('q');
      if (how === 'redirect') return response.writeHead(302, { location: this.elsewhereUrl }).end();
      if (how === 'huge') return response.end(Buffer.alloc(MAX_ANSWER_BYTES + 1, 'x'));
      if (how === 'png') return response.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
      if (how === 'broken') return response.destroy();
      if (how === 'phrase') return response.writeHead(200, String(headers['apikey'])).end();
      if (how === 'silent') return response.once('close', () => (this.left += 1));
      response.writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        'ratelimit-limit': '5',
        'ratelimit-remaining': '4',
        'ratelimit-reset': '37',
        'x-ratelimit-limit-minute': '5',
        'x-ratelimit-remaining-minute': '4',
        'x-echo': headers['apikey'] ?? '',
      });
      return response.end(JSON.stringify({ url, headers }));
    });
  }
}

async function listening(listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
