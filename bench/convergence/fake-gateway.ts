import { createServer, type RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type Fault, KongAdminModel, startFakeAdmin, startFakeNode } from '#kong-admin';
import { WireMeter } from './wire-meter.js';
import { WriteLog } from './write-log.js';

const LONGEST_WAIT_MS = 20_000;
const KINDS = ['services', 'consumers', 'plugins', 'acls', 'keyauth_credentials', 'routes'] as const;
const REFUSAL: Fault = { kind: 'refuse', status: 400 };

/**
 * A gateway as a process of its own: the fake Admin API, a node that answers probes by what stands there, and a third
 * address over which the benchmark reads counts and asks for refusals.
 */
async function main(controlPort: number): Promise<void> {
  const log = new WriteLog();
  let refuseEvery = 0;
  let writeMs = 0;
  const fake = await startFakeAdmin({
    plan: (request) => {
      // It would keep the body of every request.
      fake.requests.log.length = 0;
      if (isCheck(request.path)) return undefined;
      log.note(request);
      const pace: Fault | undefined =
        writeMs > 0 && request.method !== 'GET' ? { kind: 'delay', delayMs: writeMs } : undefined;
      if (refuseEvery === 0 || request.method !== 'PUT' || !isRefused(request.path, refuseEvery)) return pace;
      if (log.isOwn(request.path)) return pace;
      log.noteRefusal(request.path);
      return REFUSAL;
    },
  });
  const meter = new WireMeter(Number(new URL(fake.url).port), ({ url }) => !isCheck(url ?? ''));
  const node = await startFakeNode({ model: fake.model });
  const about = { adminUrl: fake.url, nodeUrl: node.url };
  const counts = () => ({ ...log.counts(), bytes: meter.bytes, connections: meter.connections });
  const answers: Record<string, (query: URLSearchParams) => unknown> = {
    '/about': () => about,
    '/counts': counts,
    '/when': async (query) => {
      await log.until(Number(query.get('writes')), LONGEST_WAIT_MS);
      return counts();
    },
    '/reset': () => {
      log.reset();
      meter.reset();
      return counts();
    },
    '/refuse': (query) => (refuseEvery = Number(query.get('every'))),
    '/pace': (query) => (writeMs = Number(query.get('ms'))),
  };
  const lines: Record<string, () => Iterable<string>> = {
    '/sent': () => log.sentLines(),
    '/state': () => stateLines(fake.model, log),
  };
  await listen((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://control');
    const source = lines[pathname];
    if (source) {
      for (const line of source()) response.write(line);
      response.end();
      return;
    }
    void Promise.resolve(answers[pathname]?.(searchParams)).then((answer) =>
      response.end(JSON.stringify(answer ?? null)),
    );
  }, controlPort);
}

/** The question whether the gateway is there. */
function isCheck(path: string): boolean {
  return path === '/status' || path === '/';
}

/** One of so many keys and routes: nothing else needs them, so everything else can still be there. */
function isRefused(path: string, every: number): boolean {
  const [, kind, id = ''] = path.split('/');
  return (kind === 'key-auths' || kind === 'routes') && Number.parseInt(id.slice(-6), 16) % every === 0;
}

/** Everything of the catalogue that stands on the gateway, without the times at which it came there. */
function* stateLines(model: KongAdminModel, log: WriteLog): Generator<string> {
  const collections: Partial<Record<string, string>> = { keyauth_credentials: 'key-auths' };
  for (const kind of KINDS) {
    for (const { created_at: _created, updated_at: _updated, ...entity } of model.all(kind)) {
      if (log.isOwn(`/${collections[kind] ?? kind}/${entity.id}`)) continue;
      yield `${JSON.stringify({ kind, ...entity })}\n`;
    }
  }
}

async function listen(listener: RequestListener, port: number): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(Number(process.env.CONTROL_PORT));
