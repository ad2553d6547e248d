import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { SampleRequestDto } from '#contract';
import { codeSamples } from './code-samples.js';

const run = promisify(execFile);

/** Every sign that means something in one of the languages, and what tries to leave its string and run. */
const nasty = [
  `it's "quoted" \\ and \\n`,
  `'); process.exit(7); ('`,
  '`${1 + 1}` $x {$x} ${x} #{1 + 1} #$x %s %(x)s {0}',
  '"+System.exit(7)+"',
  '\n\r\t\u0000\u001f\u007f',
  '\u2028\u2029 ünï 😀',
  '\\u0041 \\x41 \\101 \\',
].join(' | ');

const request = (given: Partial<SampleRequestDto> = {}): SampleRequestDto => ({
  ...{ method: 'POST', url: 'https://api.example.com/orders', body: null, parts: null },
  headers: [{ name: 'apikey', value: 'YOUR_KEY' }],
  ...given,
});
const nowhere = () => '/page';
const sampleOf = (id: string, given: SampleRequestDto): string =>
  codeSamples({ curl: 'curl x', request: given }, 'curl', nowhere).find((sample) => sample.id === id)?.text ?? '';

interface Heard {
  method: string | undefined;
  url: string | undefined;
  headers: Record<string, unknown>;
  body: string;
}

/** What a language needs to run a sample; those that this machine lacks are left to the looks of their text. */
const runners: [
  id: string,
  probe: string[],
  file: string,
  command: (file: string) => string[],
  wrap: (text: string) => string,
][] = [
  ['javascript', ['node', '--version'], 'sample.mjs', (file) => [process.execPath, file], (text) => text],
  ['python', ['python3', '-c', 'import requests'], 'sample.py', (file) => ['python3', file], (text) => text],
  ['go', ['go', 'version'], 'sample.go', (file) => ['go', 'run', file], (text) => text],
  [
    'java',
    ['java', '--version'],
    'Sample.java',
    (file) => ['java', file],
    (text) =>
      `import java.net.URI;\nimport java.net.http.*;\npublic class Sample { public static void main(String[] a) throws Exception {\n${text}\n} }`,
  ],
];
const canRun = ([command = '', ...args]: string[]) => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const runnable = runners.filter(([, probe]) => canRun(probe));

describe('code samples, run against a server', () => {
  let server: Server;
  let folder: string;
  let heard: Heard | undefined;
  let address: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'samples-'));
    server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const { method, url, headers } = incoming;
        heard = { method, url, headers, body: Buffer.concat(chunks).toString() };
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await new Promise((resolve) => server.close(resolve));
  });

  async function send([id, , name, command, wrap]: (typeof runners)[number], given: SampleRequestDto): Promise<Heard> {
    heard = undefined;
    const file = path.join(folder, name);
    writeFileSync(file, wrap(sampleOf(id, given)));
    const [program = '', ...args] = command(file);
    await run(program, args, {
      cwd: folder,
      env: { ...process.env, NO_PROXY: '*', GOFLAGS: '-mod=mod' },
      timeout: 100_000,
    });
    return heard ?? { method: undefined, url: undefined, headers: {}, body: '' };
  }

  it.each(runnable)(
    'sends in %s what the sample says, whatever it holds',
    async (...runner) => {
      const given = request({
        method: 'PATCH',
        url: `${address}/a%20b/it's/%7Bx%7D?q=1%2C2&r=$x&s='%22`,
        headers: [
          { name: 'apikey', value: `k'"\\$x\${y}#{z}\`` },
          { name: "x-it's", value: 'b' },
          { name: 'Content-Type', value: 'text/plain; charset=utf-8' },
        ],
        body: nasty,
      });
      const { method, url, headers, body } = await send(runner, given);
      expect(body).toBe(nasty);
      expect([method, headers['apikey'], headers["x-it's"]]).toEqual(['PATCH', `k'"\\$x\${y}#{z}\``, 'b']);
      expect(headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(decodeURIComponent(url ?? '')).toBe(`/a b/it's/{x}?q=1,2&r=$x&s='"`);
    },
    120_000,
  );

  it.each(runnable)(
    'sends in %s a form of parts',
    async (...runner) => {
      const parts = [
        { name: `ti"tle`, value: `it's $x #{1} "a"`, isFile: false },
        { name: 'file', value: 'example.bin', isFile: true },
      ];
      writeFileSync(path.join(folder, 'example.bin'), '…');
      const { headers, body } = await send(runner, request({ url: `${address}/forms`, parts }));
      const form = await new Response(body, {
        headers: { 'content-type': String(headers['content-type']) },
      }).formData();
      expect(form.get('ti"tle')).toBe(`it's $x #{1} "a"`);
      const file = form.get('file') as File;
      expect([file.name, await file.text()]).toEqual(['example.bin', '…']);
    },
    120_000,
  );
});

describe('code samples', () => {
  it('begin with the curl as it is', () => {
    const samples = codeSamples({ curl: 'curl x', request: request() }, 'curl', nowhere);
    const labels = ['curl', 'JavaScript', 'Python', 'Go', 'Java', 'C#', 'PHP', 'Ruby'];
    expect(samples.map(({ label }) => label)).toEqual(labels);
    expect(samples[0]?.text).toBe('curl x');
  });

  it.each(['php', 'ruby'])('hold in %s nothing that would be run', (id) => {
    const literal = `'${nasty.replace(/[\\']/g, '\\$&')}'`;
    const text = sampleOf(id, request({ url: `https://h.example/?q=${nasty.replace(/\s/g, '')}`, body: nasty }));
    expect(text).toContain(literal);
    expect(text.replace(/'(?:[^'\\]|\\.)*'/gs, '')).not.toMatch(/\$x|#\{|process/);
  });

  it('hold in C# one string for each value', () => {
    const text = sampleOf('csharp', request({ body: nasty }));
    expect(text).toContain(
      JSON.stringify(nasty)
        .replaceAll('\u2028', '\\u2028')
        .replaceAll('\u2029', '\\u2029')
        .replaceAll('\u007f', '\\u007f'),
    );
  });

  it.each([
    ['one long body', { body: 'x'.repeat(10_000) }],
    ['many headers', { headers: Array.from({ length: 1_000 }, (_, nth) => ({ name: `x-${nth}`, value: 'value' })) }],
  ])('leave the languages that were not asked for to a page of their own where the call has %s', (_what, given) => {
    const long = request(given);
    const hrefOf = (id: string) => `/page?language=${id}`;
    const samples = codeSamples({ curl: 'curl x', request: long }, 'go', hrefOf);
    const here = samples.filter(({ href }) => href === undefined).map(({ id }) => id);
    expect(here).toEqual(['curl', 'go']);
    expect(samples.find(({ id }) => id === 'ruby')).toMatchObject({ text: '', href: '/page?language=ruby' });
  });

  it('take no mark of ours for one that somebody wrote', () => {
    const text = sampleOf('python', request({ body: 'gh-mark-1- gh-mark-99-' }));
    expect(text).toContain('"gh-mark-1- gh-mark-99-"');
  });
});
