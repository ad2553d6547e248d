import { parseSlug } from '#domain';
import { planImport } from './plan-import.js';

const file = (path: string, title: string, docVersion = '1.0', description = '') => {
  return { file: path, outline: { title, docVersion, description, upstreamUrl: null } };
};
const placesOf = (...files: ReturnType<typeof file>[]) =>
  planImport(files).map(({ serviceSlug, versionName }) => `${serviceSlug} ${versionName}`);

it('makes one service of an API and one version of each of its versions', () => {
  expect(
    placesOf(
      file('example.com/orders/1.0/openapi.yaml', 'Orders', '1.0'),
      file('example.com/orders/2.0/openapi.yaml', 'Orders', '2.0'),
      file('example.com/stock/1.0/openapi.yaml', 'Stock', '1.0'),
      file('alone.example.json', 'API', '1.0'),
    ),
  ).toEqual([
    'example-com-orders-orders v1.0',
    'example-com-orders-orders v2.0',
    'example-com-stock-stock v1.0',
    'alone-example-api v1.0',
  ]);
});

it('hides no document behind another that has the same name and version', () => {
  const places = placesOf(file('a/x.json', 'API'), file('a/y.json', 'API'), file('a/z.json', 'API'));
  expect(new Set(places).size).toBe(3);
  expect(places[0]).toBe('a-api v1.0');
});

it('gives a document the same place whatever lies beside it', () => {
  const long = file('a.json', 'A very long title '.repeat(10));
  const twin = file('a.json', 'A very long title '.repeat(10) + 'indeed');
  expect(placesOf(long)[0]).toBe(placesOf(twin, long)[1]);
  expect(placesOf(long)[0]).not.toBe(placesOf(twin)[0]);
});

it.each(['Órders', '東京', '', 'x'.repeat(300), 'admin', '!!!', '\0'])('makes a slug of the title %j', (title) => {
  const [planned] = planImport([file('f.json', title)]);
  expect(parseSlug(planned!.serviceSlug)).toBe(planned!.serviceSlug);
  expect(planned!.serviceName.length).toBeGreaterThan(0);
  expect(planned!.serviceName.length).toBeLessThanOrEqual(100);
});

it.each([
  ['1.0', 'v1.0'],
  ['v2', 'v2'],
  ['2024-01-31', '2024-01-31'],
  ['Release 3/beta ', 'release-3-beta'],
  ['', 'v1'],
  ['...', 'v1'],
])('names the version %j %s', (docVersion, name) => {
  expect(planImport([file('f.json', 'T', docVersion)])[0]?.versionName).toBe(name);
});

it('cuts a long version to a name that stays its own', () => {
  const names = ['a', 'b'].map((end) => planImport([file('f.json', 'T', `1.${'0'.repeat(60)}${end}`)])[0]!.versionName);
  expect(names[0]).not.toBe(names[1]);
  for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9._-]{0,31}$/);
});

it('makes the summary of the first sentence, without markup', () => {
  const [planned] = planImport([file('f.json', 'T', '1', '# Hello\n<p>This **is** it. And more.')]);
  expect(planned?.summary).toBe('Hello This is it.');
});
