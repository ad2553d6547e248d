import { execFile } from 'node:child_process';
import { access, mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort, projectRoot } from '#platform';

const run = promisify(execFile);

/** Another program that shows a document in a browser, as its makers say that it is put into a page. */
export interface Peer {
  name: string;
  package: string;
  version: string;
  /** Those of the package that the page loads. */
  files: string[];
  page: string;
  /** What is there when the first operation is. */
  firstOperation: string;
  rounds: number;
}

export const PEERS: Peer[] = [
  {
    name: 'Scalar',
    package: '@scalar/api-reference',
    version: '1.72.1',
    files: ['dist/browser/standalone.js'],
    page: `<div id="app"></div><script src="standalone.js"></script>
      <script>Scalar.createApiReference('#app', { url: '/document.json', withDefaultFonts: false, telemetry: false })</script>`,
    firstOperation: 'h3.section-header-label',
    rounds: 3,
  },
  {
    name: 'Redoc',
    package: 'redoc',
    version: '2.5.3',
    files: ['bundles/redoc.standalone.js'],
    page: '<redoc spec-url="/document.json"></redoc><script src="redoc.standalone.js"></script>',
    firstOperation: '[id*="operation/"] h2',
    rounds: 1,
  },
  {
    name: 'Swagger UI',
    package: 'swagger-ui-dist',
    version: '5.35.0',
    files: ['swagger-ui-bundle.js', 'swagger-ui.css'],
    page: `<link rel="stylesheet" href="swagger-ui.css"><div id="app"></div><script src="swagger-ui-bundle.js"></script>
      <script>SwaggerUIBundle({ url: '/document.json', dom_id: '#app' })</script>`,
    firstOperation: '.opblock-summary',
    rounds: 1,
  },
];

/** A server on the loopback with the peer's page, its files and one document. */
export async function servePeer(peer: Peer, document: Buffer): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await fetchPeer(peer);
  const files = new Map<string, [type: string, body: Buffer]>([
    ['/', ['text/html; charset=utf-8', Buffer.from(`<!doctype html><title>${peer.name}</title>${peer.page}`)]],
    ['/document.json', ['application/json', document]],
  ]);
  for (const file of peer.files) {
    const type = file.endsWith('.css') ? 'text/css' : 'text/javascript';
    files.set(`/${path.basename(file)}`, [type, await readFile(path.join(folder, file))]);
  }
  const server = createServer((request, response) => {
    const [type, body] = files.get(request.url ?? '') ?? [];
    if (type === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': type }).end(body);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The package alone, without what it would install beside: its files for browsers hold everything. */
async function fetchPeer({ package: name, version }: Peer): Promise<string> {
  const folder = path.join(projectRoot(), '.local', 'bench', 'reference', `${path.basename(name)}-${version}`);
  const isThere = await access(path.join(folder, 'package')).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    console.log(`Fetching ${name}@${version} into .local/bench/reference`);
    await mkdir(folder, { recursive: true });
    const { stdout } = await run('npm', ['pack', '--silent', `${name}@${version}`], { cwd: folder });
    await run('tar', ['-xzf', stdout.trim().split('\n').at(-1) ?? ''], { cwd: folder });
  }
  return path.join(folder, 'package');
}
