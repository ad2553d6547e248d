import { execFileSync } from 'node:child_process';
import type { SampleRequestDto } from '#contract';
import { codeSamples } from './code-samples.js';

const request = (given: Partial<SampleRequestDto>): SampleRequestDto => ({
  method: 'POST',
  url: 'https://api.example.com/orders',
  headers: [{ name: 'apikey', value: 'YOUR_KEY' }],
  body: null,
  parts: null,
  ...given,
});
const sampleOf = (label: string, given: Partial<SampleRequestDto>): string =>
  codeSamples('curl', request(given)).find((sample) => sample.label === label)?.text ?? '';

/** Runs a JavaScript sample with a fetch that only says what it was given. */
function run(text: string): { url: string; options: { method?: string; headers: object; body?: string } } {
  const told = `const fetch = (url, options) => {
    const body = options.body instanceof FormData ? [...options.body.entries()].map(([k, v]) => [k, v.name ?? v]) : options.body;
    process.stdout.write(JSON.stringify({ url, options: { ...options, body } }));
    return { status: 200, text: () => '' };
  };
  console.log = () => {};
  `;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module'], { input: told + text, encoding: 'utf8' }),
  ) as never;
}

it('begins with the curl as it is', () => {
  expect(codeSamples('curl x', request({})).map(({ label }) => label)).toEqual(['curl', 'JavaScript', 'Python']);
  expect(codeSamples('curl x', request({}))[0]?.text).toBe('curl x');
});

it.each([`{"item":"Moka pot"}`, `it's`, `'); process.exit(7); ('`, 'a\\', '\n', '\u2028', '`${x}`', 'ünï'])(
  'sends in JavaScript exactly %j',
  (body) => {
    const { url, options } = run(sampleOf('JavaScript', { url: `https://h/${body}`, body }));
    expect([url, options.body, options.method]).toEqual([`https://h/${body}`, body, 'POST']);
  },
);

it('makes a form of parts', () => {
  const parts = [
    { name: 'title', value: "it's", isFile: false },
    { name: 'file', value: 'example.bin', isFile: true },
  ];
  const { body } = run(sampleOf('JavaScript', { parts })).options;
  expect(body).toEqual([
    ['title', "it's"],
    ['file', 'example.bin'],
  ]);
  expect(sampleOf('Python', { parts })).toContain(`('file', open('example.bin', 'rb')),`);
});

it('writes Python', () => {
  expect(sampleOf('Python', { body: '{"a":"it\'s"}' })).toBe(`import requests

response = requests.request(
    'POST',
    'https://api.example.com/orders',
    headers={
        'apikey': 'YOUR_KEY',
    },
    data="{\\"a\\":\\"it's\\"}".encode(),
)
print(response.status_code, response.text)`);
});
