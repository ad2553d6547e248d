import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { selfSignedCertificate } from '#testing';
import { projectRoot } from '../project-root.js';

const run = promisify(execFile);

/** Fetches as the product does; who may be trusted a process learns when it starts. */
const FETCH = `
  import { AllowedTargets, GuardedFetch } from '#platform';
  const [allowed, ...urls] = process.argv.slice(1);
  const fetcher = new GuardedFetch(new AllowedTargets(allowed.split(',')));
  const ask = (url) =>
    fetcher.get({ url, policy: 'public', deadlineMs: 20_000, maxBytes: 1000 }).then(
      ({ url: { href }, status, body }) => ({ href, status, body: body.toString() }),
      ({ code, message }) => ({ code, message }),
    );
  console.log(JSON.stringify(await Promise.all(urls.map(ask))));
`;

let folder: string;
let secure: string;
let plain: string;
let inside: string;
let asked: string[] = [];
const servers: Server[] = [];

async function listening(scheme: string, server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'https-'));
  const certificate = selfSignedCertificate();
  writeFileSync(path.join(folder, 'ca.pem'), certificate.cert);
  const answering = (name: string): RequestListener => {
    return (request, response) => {
      asked.push(`${name}${request.url}`);
      const location = new URL(request.url ?? '', 'http://x').searchParams.get('to');
      if (location === null) response.end(`by ${name}`);
      else response.writeHead(302, { location }).end();
    };
  };
  secure = await listening('https', createServer(certificate, answering('https')));
  plain = await listening('http', createHttpServer(answering('http')));
  inside = await listening('https', createServer(certificate, answering('inside')));
});
beforeEach(() => (asked = []));
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
  rmSync(folder, { recursive: true });
});

async function fetchAll(urls: string[], isTrusted = true): Promise<Record<string, unknown>[]> {
  const names = [secure, plain, secure.replace('127.0.0.1', 'localhost')];
  const allowed = names.map((url) => new URL(url).host).join(',');
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', FETCH, allowed, ...urls], {
    cwd: projectRoot(),
    env: { PATH: process.env['PATH'], ...(isTrusted ? { NODE_EXTRA_CA_CERTS: path.join(folder, 'ca.pem') } : {}) },
  });
  return JSON.parse(stdout) as Record<string, unknown>[];
}

const to = (from: string, location: string): string => `${from}/?to=${encodeURIComponent(location)}`;

it('a redirect of a real https server leads to https, and never to http, wherever that is', async () => {
  const refused = {
    code: 'outbound.redirect_refused',
    message: 'The redirect of this address is not followed: it leads from https:// to http://.',
  };
  const answers = await fetchAll([
    `${secure}/a`,
    to(secure, '/b'),
    to(plain, `${secure}/c`),
    to(secure, `${plain}/d`),
    to(secure, secure.replace('https:', 'http:')),
    to(secure, to(secure, `${plain}/e`)),
    to(plain, to(secure, `${plain}/f`)),
  ]);
  expect(answers).toEqual([
    { href: `${secure}/a`, status: 200, body: 'by https' },
    { href: `${secure}/b`, status: 200, body: 'by https' },
    { href: `${secure}/c`, status: 200, body: 'by https' },
    ...Array<object>(4).fill(refused),
  ]);
  // Those that redirect are asked, what they lead to in the clear is not.
  expect(asked.filter((line) => /^http\/[a-f]$/.test(line))).toEqual([]);
});

it('a redirect from https to https is checked anew, too', async () => {
  const [answer] = await fetchAll([to(secure, inside)]);
  expect(answer).toMatchObject({ code: 'outbound.address_refused' });
  expect(asked.filter((line) => line.startsWith('inside'))).toEqual([]);
});

it('a server that nobody vouches for, or that is not the one of the certificate, is not asked', async () => {
  const unreachable = (why: string) => {
    return { code: 'outbound.unreachable', message: `The address cannot be reached (${why}).` };
  };
  expect(await fetchAll([`${secure}/a`], false)).toEqual([unreachable('DEPTH_ZERO_SELF_SIGNED_CERT')]);
  const byName = secure.replace('127.0.0.1', 'localhost');
  expect(await fetchAll([byName])).toEqual([unreachable('ERR_TLS_CERT_ALTNAME_INVALID')]);
  expect(asked).toEqual([]);
});
