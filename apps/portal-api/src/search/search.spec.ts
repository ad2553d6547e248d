import type { SearchPageDto } from '#contract';
import { expectProblem } from '#testing';
import { at, petStore, SearchStage, titles } from '../../test-support/search-stage.js';

let stage: SearchStage;
beforeAll(async () => {
  stage = await SearchStage.start();
  await stage.publish('Pet store', petStore());
  await stage.publish('Bookings', bookings());
});
afterAll(() => stage.api.stop());

function bookings(): object {
  return {
    openapi: '3.0.3',
    info: { title: 'Bookings', version: '1' },
    paths: {
      '/customers': { get: at('customers/list'), post: at('customers/create') },
      '/customers/{customer}/refunds': { get: at('refunds/list', { summary: 'What a customer got back' }) },
    },
  };
}

describe('finding', () => {
  it.each([
    ['an operation id', 'findPetsByStatus', 'operation findPetsByStatus'],
    ['an operation id in another style', 'find_pets_by_status', 'operation findPetsByStatus'],
    ['an operation id as words', 'find pets by status', 'operation findPetsByStatus'],
    ['an operation id without its capitals', 'findpetsbystatus', 'operation findPetsByStatus'],
    ['the beginning of one', 'findPe', 'operation findPetsByStatus'],
    ['a path', '/pet/{petId}/uploadImage', 'operation uploadFile'],
    ['a path whose parameters have other names', '/pet/:id/uploadImage', 'operation uploadFile'],
    ['a path with a value in it', '/pet/17/uploadImage', 'operation uploadFile'],
    ['a whole address', 'https://stage.api.example.com/pet/{petId}/uploadImage', 'operation uploadFile'],
    ['the beginning of a path', 'pet/findBy', 'operation findPetsByStatus'],
    ['a piece of a path', '{customer}/refunds', 'operation refunds/list'],
    ['a method and a path', 'DELETE /pet/{petId}', 'operation deletePet'],
    ['words of a summary', 'uploads image', 'operation uploadFile'],
    ['a word in the plural', 'customer list', 'operation customers/list'],
    ['a service and a word', 'bookings refunds', 'operation refunds/list'],
    ['a service by its name', 'Bookings', 'bookings'],
    ['a schema', 'Pet', 'schema Pet'],
    ['a parameter', 'page_size', 'parameter page_size'],
    ['a property', 'photo_urls', 'property photoUrls'],
    ['what the first page says', 'animals home', 'page Pet store v1'],
  ])('finds %s first: %s', async (_what, query, expected) => {
    expect(await stage.first(query)).toBe(expected);
  });

  it('finds the operations that have a property', async () => {
    expect(titles(await stage.search('photoUrls')).slice(0, 5)).toContain('operation addPet');
  });

  it('says what was searched instead of a misspelt word', async () => {
    expect(await stage.search('custmer')).toMatchObject({ corrected: 'customer', partial: false });
    expect(titles(await stage.search('uplaod image'))).toContain('operation uploadFile');
    expect((await stage.search('findPetsByStauts')).items[0]).toMatchObject({ title: 'findPetsByStatus' });
  });

  it('proposes no word of a version that has just been retired, though its entries are still there', async () => {
    const slug = await stage.publish('Old tower', {
      ...{ openapi: '3.0.3', info: { title: 'Old tower', version: '1' } },
      paths: { '/semaphores': { get: at('semaphores/list') } },
    });
    expect(await stage.search('semaphroes')).toMatchObject({ corrected: 'semaphore' });
    await stage.api.database.prisma.version.update({
      where: { id: await stage.versionId(slug) },
      data: { state: 'retired' },
    });
    const { corrected } = await stage.search('semaphroes', {}, stage.owner.token);
    expect(corrected).not.toBe('semaphore');
  });

  it('leaves one word out where nothing has them all, and says so', async () => {
    const page = await stage.search('refunds customer');
    expect(page.partial).toBe(false);
    const wider = await stage.search('refunds animals');
    expect(wider).toMatchObject({ partial: true });
    expect(titles(wider)).toContain('operation refunds/list');
  });

  it('marks what matched, as text', async () => {
    const [hit] = (await stage.search('pet/findBy')).items;
    const path = hit?.matched.find(({ field }) => field === 'path');
    expect(path?.ranges.map(([from, to]) => path.text.slice(from, to))).toEqual(['pet/findBy']);
    const names = (await stage.search('photoUrls')).items.find(({ title }) => title === 'addPet')?.matched;
    expect(names).toContainEqual({ field: 'name', text: 'photoUrls', ranges: [[0, 9]] });
  });

  it('leads to the place of a parameter and of a property', async () => {
    const [parameter] = (await stage.search('page_size', { kind: 'parameter' })).items;
    expect(parameter).toMatchObject({ method: 'GET', path: '/pet/findByStatus', anchor: 'query-page_size' });
    const [property] = (await stage.search('photoUrls', { kind: 'property' })).items;
    expect(property).toMatchObject({ pointer: '#/components/schemas/Pet', anchor: 'photoUrls' });
  });
});

describe('narrowing and paging', () => {
  it.each([
    [{ kind: 'schema' }, ['schema Pet']],
    [{ service: 'bookings' }, []],
    [{ method: 'DELETE' }, ['operation deletePet']],
    [{ tag: 'store' }, []],
    [{ state: 'deprecated' }, []],
  ])('narrows to %j', async (filter, expected) => {
    expect(titles(await stage.search('pet', filter)).filter((title) => /pet/i.test(title))).toEqual(expected);
  });

  it('counts what it can be narrowed to', async () => {
    const { facets, total } = await stage.search('pet');
    const counts = Object.fromEntries(facets.kinds.map(({ value, count }) => [value, count]));
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(total);
    expect(counts).toMatchObject({ service: 1, schema: 1, page: 1 });
    expect(facets.services).toContainEqual({ value: 'pet-store', label: 'Pet store', count: total });
    expect(facets.versions).toEqual([]);
    expect((await stage.search('pet', { service: 'pet-store' })).facets.versions).toMatchObject([{ value: 'v1' }]);
  });

  it('gives page by page what one page gives', async () => {
    const all = titles(await stage.search('pet', { limit: '200' }));
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: SearchPageDto = await stage.search('pet', { limit: '2', ...(cursor === '' ? {} : { cursor }) });
      paged.push(...titles(page));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(5);
  });

  it('refuses a cursor of somebody else, a query that is empty or too long, and unknown kinds', async () => {
    const get = (query: string) => stage.api.http.get(`/v1/search?${query}`);
    const foreign = Buffer.from('["a","b"]').toString('base64url');
    for (const query of [`query=pet&cursor=${foreign}`, 'query=', '', `query=${'x'.repeat(201)}`, 'query=x&kind=team'])
      expectProblem(await get(query), 400, 'request.invalid');
  });
});

describe('hostile input', () => {
  it.each([
    `' | !pet:* <-> (&`,
    `pet' & 'x`,
    `pet\\`,
    `%_%`,
    `"pet" OR 1=1; DROP TABLE search_entry`,
    '\ud800pet',
    '🐕 狗 pet',
    'a:b:c*:A',
    '()!&|<>',
    '/////{}{}{',
    `'`.repeat(200),
    'pet '.repeat(50),
  ])('is only text: %j', async (query) => {
    expect((await stage.api.http.get(`/v1/search?${new URLSearchParams({ query })}`)).status).toBe(200);
    expect(await stage.first('findPetsByStatus')).toBe('operation findPetsByStatus');
  });

  it('refuses what no text holds', async () => {
    expectProblem(await stage.api.http.get('/v1/search?query=pet%00store'), 400, 'request.invalid');
  });

  it('takes quotes in filters as text', async () => {
    for (const service of [`x' | 'y`, `\\`, `'`]) expect((await stage.search('pet', { service })).items).toEqual([]);
    for (const method of [`get' | 'x`, `\\'`]) expect((await stage.search('pet', { method })).items).toEqual([]);
    for (const tag of [`x' OR true --`]) expect((await stage.search('pet', { tag })).items).toEqual([]);
  });
});
