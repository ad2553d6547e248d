import { readOutline } from './read-outline.js';

const yaml = (text: string) => readOutline(text, false);
const json = (value: unknown) => readOutline(JSON.stringify(value), true);

it('reads title, version, description and the first absolute server', () => {
  const servers = [
    { url: '/relative' },
    { url: 'https://{region}.example.com/v1/?x#y', variables: { region: { default: 'eu' } } },
  ];
  const info = { title: ' Orders ', version: 2, description: 'All of them.' };
  expect(json({ openapi: '3.0.0', info, servers })).toEqual({
    title: 'Orders',
    docVersion: '2',
    description: 'All of them.',
    upstreamUrl: 'https://eu.example.com/v1',
  });
});

it('puts the address of a 2.0 document together', () => {
  const document = { swagger: '2.0', info: {}, host: 'a.example', basePath: '/b/', schemes: ['http', 'https'] };
  expect(json(document)?.upstreamUrl).toBe('https://a.example/b');
  expect(json({ ...document, schemes: ['http'] })?.upstreamUrl).toBe('http://a.example/b');
  expect(json({ ...document, host: undefined })?.upstreamUrl).toBeNull();
});

it.each(['/v1', '//host/v1', 'https://{region}.example.com', 'ftp://a', 'https://', 'file:///etc/passwd'])(
  'takes %s for no absolute server',
  (url) => expect(json({ openapi: '3.0.0', servers: [{ url }] })?.upstreamUrl).toBeNull(),
);

it('writes every slash of the path once', () => {
  expect(json({ openapi: '3.0.0', servers: [{ url: 'https://a.example//v1//x//' }] })?.upstreamUrl).toBe(
    'https://a.example/v1/x',
  );
});

it('leaves credentials out of the address', () => {
  expect(json({ openapi: '3.0.0', servers: [{ url: 'https://user:pass@a.example' }] })?.upstreamUrl).toBe(
    'https://a.example',
  );
});

it('reads the head of a YAML document without the rest of it', () => {
  const text = [
    '"openapi": 3.0.1',
    'paths:',
    '  /a: {get: *broken',
    'info:',
    '  version: 2024-01-31',
    '  title: >-',
    '    Two',
    '    lines',
    'servers:',
    '- url: https://a.example/',
    'components: [',
  ].join('\r\n');
  expect(yaml(text)).toEqual({
    title: 'Two lines',
    docVersion: '2024-01-31',
    description: '',
    upstreamUrl: 'https://a.example',
  });
});

it('tells other files from documents, and throws on what cannot be read', () => {
  expect(json({ name: 'package', version: '1' })).toBeNull();
  expect(json([])).toBeNull();
  expect(yaml('just: text')).toBeNull();
  expect(yaml('')).toBeNull();
  expect(() => readOutline('{"openapi": ', true)).toThrow();
  expect(() => yaml('openapi: "3.0.0\ninfo: [')).toThrow();
});
