import { uuid } from '#platform';
import { expectStatus, type HttpAnswer } from '#testing';
import { addProvider, addPublished, type TestProvider } from './catalogue.js';
import { addTeam } from './offered-service.js';
import { startTestApp, type TestApp, type TestUser } from './start-test-app.js';

export interface Shape {
  /** of the query parameter `page` of GET /orders */
  pageRequired?: boolean;
  withReport?: boolean;
  withoutPost?: boolean;
  title?: string;
}

export function documentOf({
  pageRequired = false,
  withReport = false,
  withoutPost = false,
  title = 'Orders',
}: Shape): string {
  const ok = { 200: { description: 'ok' } };
  const page = { name: 'page', in: 'query', required: pageRequired, schema: { type: 'integer' } };
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title, version: '1' },
    paths: {
      '/orders': {
        get: { summary: 'All', parameters: [page], responses: ok },
        ...(withoutPost ? {} : { post: { summary: 'One more', responses: ok } }),
      },
      ...(withReport ? { '/reports': { get: { summary: 'Reports', responses: ok } } } : {}),
    },
  });
}

export const REASON = 'The only caller has agreed to this.';
export const BYTES = { 'content-type': 'application/octet-stream' };

/** The path of version v1 of a service. */
export const at = (slug: string, rest = '') => `/v1/services/${slug}/versions/v1${rest}`;

/** The API with a provider, a stranger, and an application of somebody else that calls. */
export class PublishingStage {
  private constructor(
    readonly api: TestApp,
    readonly owner: TestProvider,
    readonly stranger: TestUser,
    readonly dana: TestUser,
    readonly applicationId: string,
  ) {}

  static async start(): Promise<PublishingStage> {
    const api = await startTestApp();
    const owner = await addProvider(api, 'owner');
    const stranger = await api.addUser('stranger');
    const dana = await api.addUser('dana');
    const teamId = await addTeam(api, 'developer', dana);
    const applicationId = uuid();
    await api.database.prisma.application.create({ data: { id: applicationId, teamId, name: 'Till' } });
    return new PublishingStage(api, owner, stranger, dana, applicationId);
  }

  readonly put = (slug: string, document: string, overrideReason?: string): Promise<HttpAnswer> => {
    const query = overrideReason === undefined ? '' : `?overrideReason=${encodeURIComponent(overrideReason)}`;
    const path = at(slug, `/spec${query}`);
    return this.api.http.put(path, { token: this.owner.token, headers: BYTES, body: document });
  };

  readonly propose = (slug: string, document: string): Promise<HttpAnswer> => {
    const path = at(slug, '/proposal/spec?fileName=new.json');
    return this.api.http.put(path, { token: this.owner.token, headers: BYTES, body: document });
  };

  readonly check = (
    slug: string,
    document: string,
    { headers = {}, token = this.owner.token, query = '' }: { headers?: object; token?: string; query?: string } = {},
  ): Promise<HttpAnswer> =>
    this.api.http.post(at(slug, `/check/spec${query}`), { token, headers: { ...BYTES, ...headers }, body: document });

  /** A published version of this document. */
  async live(name: string): Promise<string> {
    const slug = await addPublished(this.api, this.owner, name);
    expectStatus(await this.put(slug, documentOf({}), REASON), 200);
    return slug;
  }

  /** The application has called an operation of v1 yesterday. */
  async call(slug: string, operation: string, calls: number): Promise<void> {
    const { prisma } = this.api.database;
    const version = await prisma.version.findFirstOrThrow({ where: { name: 'v1', service: { slug } } });
    const start = new Date(Date.now() - 86_400_000);
    start.setUTCHours(0, 0, 0, 0);
    const { applicationId } = this;
    const ids = { applicationId, serviceId: version.serviceId, versionId: version.id, gatewayId: uuid() };
    const sums = { status: 200, calls: BigInt(calls), latencySumMs: 1n, latencyMaxMs: 1, responseBytes: 1n };
    await prisma.usageBucket.create({ data: { grain: 'day', start, operation, ...ids, ...sums } });
  }
}
