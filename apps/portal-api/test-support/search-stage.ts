import type { SearchHitDto, SearchPageDto } from '#contract';
import { expectStatus } from '#testing';
import { IndexEntriesStore } from '../src/search/index-entries.store.js';
import { IndexSearch } from '../src/search/index-search.js';
import { addProvider, addService, addVersion, putSpec, type TestProvider } from './catalogue.js';
import { startTestApp, type TestApp } from './start-test-app.js';

/** An API in whose catalogue something is found: published versions are indexed at once, without a worker. */
export class SearchStage {
  private constructor(
    readonly api: TestApp,
    readonly owner: TestProvider,
    readonly index: IndexSearch,
  ) {}

  static async start(): Promise<SearchStage> {
    const api = await startTestApp();
    const index = new IndexSearch(new IndexEntriesStore(api.database));
    return new SearchStage(api, await addProvider(api, 'owner'), index);
  }

  /** A service with one live version; its slug. */
  async publish(name: string, document: object, input: Record<string, unknown> = {}): Promise<string> {
    const { api, owner } = this;
    const slug = await addService(api, owner, name, input);
    await addVersion(api, owner, slug);
    expectStatus(await putSpec(api, owner, slug, 'v1', JSON.stringify(document)), 200);
    expectStatus(await api.http.post(`/v1/services/${slug}/versions/v1/publish`, { token: owner.token }), 202);
    await this.index.version(await this.versionId(slug));
    return slug;
  }

  async versionId(slug: string): Promise<string> {
    const where = { name: 'v1', service: { slug } };
    return (await this.api.database.prisma.version.findFirstOrThrow({ where })).id;
  }

  async search(query: string, more: Record<string, string> = {}, token?: string): Promise<SearchPageDto> {
    const parameters = new URLSearchParams({ query, ...more });
    return expectStatus(
      await this.api.http.get(`/v1/search?${parameters}`, { token }),
      200,
    ) as unknown as SearchPageDto;
  }

  async first(query: string): Promise<string | undefined> {
    return titles(await this.search(query))[0];
  }
}

const nameOf = ({ kind, title, service }: SearchHitDto) => (kind === 'service' ? service.slug : `${kind} ${title}`);

/** What was found, each with its kind; a service by its slug. */
export const titles = (page: SearchPageDto): string[] => page.items.map(nameOf);

export const at = (operationId: string, more: object = {}) => ({
  operationId,
  responses: { 200: { description: 'ok' } },
  ...more,
});

export function petStore(more: object = {}): object {
  const body = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } };
  return {
    openapi: '3.0.3',
    info: { title: 'Pet store', version: '1', description: 'How animals find a home.' },
    paths: {
      '/pet': { post: at('addPet', { summary: 'Add a new pet', tags: ['pet'], requestBody: body }) },
      '/pet/findByStatus': {
        get: at('findPetsByStatus', {
          tags: ['pet'],
          parameters: [{ in: 'query', name: 'page_size', schema: { type: 'integer' } }],
        }),
      },
      '/pet/{petId}': { get: at('getPetById', { tags: ['pet'] }), delete: at('deletePet', { deprecated: true }) },
      '/pet/{petId}/uploadImage': { post: at('uploadFile', { summary: 'Uploads an image' }) },
      '/store/order/{orderId}': { get: at('getOrderById', { tags: ['store'] }) },
      ...more,
    },
    components: {
      schemas: { Pet: { type: 'object', properties: { photoUrls: { type: 'array', items: { type: 'string' } } } } },
    },
  };
}
