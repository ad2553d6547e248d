import { makeKey } from '#domain';
import fastify from 'fastify';
import { createLogger } from './logging.js';
import { Secret } from './secret.js';

function recorder(): { lines: string[]; write(line: string): void; last(): Record<string, unknown> } {
  const lines: string[] = [];
  return { lines, write: (line) => void lines.push(line), last: () => JSON.parse(lines.at(-1)!) };
}

describe('createLogger', () => {
  it('writes one line of JSON with name, level and time', () => {
    const out = recorder();
    createLogger('portal-api', 'info', out).info({ teamId: 't1' }, 'hello');
    expect(out.last()).toMatchObject({ name: 'portal-api', level: 'info', msg: 'hello', teamId: 't1' });
    expect(Date.parse(String(out.last().time))).not.toBeNaN();
  });

  it('keeps quiet below its level', () => {
    const out = recorder();
    createLogger('portal-api', 'warn', out).info('hello');
    expect(out.lines).toEqual([]);
  });

  const key = makeKey('t');
  it.each<[string, object, string]>([
    ['a password in a body', { body: { user: { password: 'canary' } } }, 'x'],
    [
      'headers',
      { headers: { authorization: 'canary', Cookie: 'canary', apikey: 'canary', 'set-cookie': ['canary'] } },
      'x',
    ],
    ['tokens of any name', { refreshToken: 'canary', csrf_token: 'canary', KONG_ADMIN_TOKEN: 'canary' }, 'x'],
    [
      'a field of a class',
      new (class Dto {
        list = [{ apiKey: 'canary', adminAuth: 'canary' }];
      })(),
      'x',
    ],
    ['a wrapped secret', { value: new Secret('canary') }, 'x'],
    ['the password of a URL in a text', {}, 'connecting to postgresql://user:canary@host/db'],
    ['a bearer token in a text', { note: 'sent Bearer canarycanary' }, 'Bearer canarycanary'],
    ['an error, its cause and its fields', { err: new Error('a', { cause: new Error('redis://:canary@h:1') }) }, 'x'],
    ['bytes', { body: Buffer.from('canary') }, 'x'],
  ])('masks %s', (_what, fields, message) => {
    const out = recorder();
    createLogger('portal-api', 'info', out).info(fields, message);
    expect(out.lines).toHaveLength(1);
    expect(out.lines.join()).not.toContain('canary');
  });

  it('masks a key of ours wherever it stands', () => {
    const out = recorder();
    const logger = createLogger('portal-api', 'info', out);
    logger.warn({ note: `got ${key}`, err: new Error(key) }, `refused ${key}`);
    logger.child({ header: key }).info('%s', key);
    expect(out.lines).toHaveLength(2);
    expect(out.lines.join()).not.toContain(key);
  });

  it('keeps what an operator needs of an error', () => {
    const out = recorder();
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    createLogger('portal-api', 'info', out).error({ err: new Error('no database', { cause }) }, 'failed');
    expect(out.last().err).toMatchObject({ message: 'no database', cause: { code: 'ECONNREFUSED' } });
    expect(JSON.stringify(out.last().err)).toContain('logging.spec');
  });

  it('survives what refers to itself', () => {
    const out = recorder();
    const loop: Record<string, unknown> = { name: 'loop' };
    loop.self = loop;
    createLogger('portal-api', 'info', out).info({ loop }, 'x');
    expect(out.last()).toMatchObject({ loop: { name: 'loop' } });
  });

  it('logs requests of Fastify with method, path and status, and without query string and headers', async () => {
    const out = recorder();
    const app = fastify({ loggerInstance: createLogger('portal-api', 'info', out) });
    app.get('/things', (request, reply) => {
      request.log.info({ headers: request.headers }, 'seen');
      return reply.send({});
    });
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    await fetch(`${address}/things?token=canary`, { headers: { authorization: 'Bearer canary', cookie: 'a=canary' } });
    await app.close();
    const text = out.lines.join('\n');
    expect(text).toContain('"path":"/things"');
    expect(text).toContain('"statusCode":200');
    expect(text).not.toContain('canary');
  });
});
