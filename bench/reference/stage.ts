import { randomBytes } from 'node:crypto';
import { freePort } from '#platform';
import type { OperationSummaryDto, ReferenceStartDto, TeamDto } from '#contract';
import { ApiClient } from '../lib/api-client.js';
import { type BenchDatabase, startBenchDatabase } from '../lib/postgres.js';
import { startApi, startProcess } from '../lib/processes.js';

export interface PublishedDocument {
  slug: string;
  /** Addresses of pages of operations, from the root of the portal, spread evenly over the document. */
  operations: string[];
  /** The start page of the version and one page of each tag. */
  others: string[];
}

/** A portal with a database of its own, where documents are published as people do it. */
export class ReferenceStage {
  private constructor(
    readonly database: BenchDatabase,
    readonly webUrl: string,
    private readonly client: ApiClient,
    private readonly teamId: string,
  ) {}

  static async start(later: (stop: () => Promise<void>) => void): Promise<ReferenceStage> {
    const database = await startBenchDatabase();
    later(() => database.stop());
    const masterSecret = randomBytes(32).toString('hex');
    const api = await startApi(database.url, masterSecret);
    later(() => api.stop());
    const webPort = await freePort();
    const webUrl = `http://127.0.0.1:${webPort}`;
    const settings = { MASTER_SECRET: masterSecret, PUBLIC_API_URL: api.url, WEB_PORT: String(webPort) };
    const web = await startProcess('apps/portal-web/src/main.js', settings, async () => {
      return (await fetch(`${webUrl}/healthz`)).ok;
    });
    later(() => web.stop());
    const client = await ApiClient.signInAsAdmin(api.url, { DATABASE_URL: database.url, MASTER_SECRET: masterSecret });
    const team = await client.post<TeamDto>('/v1/teams', { name: 'Bench', kind: 'provider' });
    return new ReferenceStage(database, webUrl, client, team.id);
  }

  /**
   * Imports a document by the API and makes its version public at once: pages are read here, no gateway is pushed.
   * @param pages how many pages of operations to name
   */
  async publish(slug: string, text: string, pages: number): Promise<PublishedDocument> {
    const version = `/v1/services/${slug}/versions/v1`;
    await this.client.post('/v1/services', { name: slug, slug, ownerTeamId: this.teamId });
    await this.client.post(`/v1/services/${slug}/versions`, { name: 'v1', upstreamUrl: 'http://127.0.0.1:9' });
    await this.client.put(`${version}/spec?fileName=document.json`, text);
    await this.database.pool.query(
      `UPDATE version SET state = 'published', published_at = now()
       WHERE name = 'v1' AND service_id = (SELECT id FROM service WHERE slug = $1)`,
      [slug],
    );
    const { tags } = await this.client.get<ReferenceStartDto>(`${version}/reference`);
    const start = `/services/${slug}/v1`;
    return {
      slug,
      operations: await this.someOperations(version, start, pages),
      others: [start, ...tags.map(({ name }) => `${start}/tags/${name.split('/').map(encodeURIComponent).join('/')}`)],
    };
  }

  private async someOperations(version: string, start: string, count: number): Promise<string[]> {
    const operations = await this.client.getAll<OperationSummaryDto>(`${version}/operations`);
    const all = operations.map(({ method, path }) => {
      // Of a webhook the method is two words and the path its name, as it is.
      const isWebhook = method.includes(' ');
      const segments = [...method.toLowerCase().split(' '), ...path.split('/').slice(isWebhook ? 0 : 1)];
      return [start, ...segments.map(encodeURIComponent)].join('/').replace(/\.md$/, '%2Emd');
    });
    const step = Math.max(1, all.length / count);
    return Array.from({ length: Math.min(count, all.length) }, (_, at) => all[Math.floor(at * step)] as string);
  }
}
