import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isRecord } from './kong-fault.js';

export interface OldKong {
  url: string;
  close(): Promise<void>;
}

/**
 * Stands before an Admin API and makes it one of Kong 3.4, which knows Redis by flat fields only: `config.redis` is
 * refused, and no answer has it.
 */
export async function startOldKong(adminUrl: string): Promise<OldKong> {
  const server = createServer((req, res) => {
    void pass(adminUrl, req, res).catch(() => res.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function pass(adminUrl: string, req: IncomingMessage, res: ServerResponse): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const headers = { 'content-type': 'application/json', server: 'kong/3.4.2' };
  if (/"redis":\{/.test(body)) {
    const message = 'schema violation (config.redis: unknown field)';
    return res.writeHead(400, headers).end(JSON.stringify({ code: 2, name: 'schema violation', message }));
  }
  const sent = body === '' ? {} : { body, headers: { 'content-type': 'application/json' } };
  const answer = await fetch(adminUrl + req.url, { method: req.method, ...sent });
  const text = await answer.text();
  return res.writeHead(answer.status, headers).end(text && JSON.stringify(withoutRedis(JSON.parse(text))));
}

function withoutRedis(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRedis);
  if (!isRecord(value)) return value;
  const members = Object.entries(value).filter(([name, member]) => !(name === 'redis' && isRecord(member)));
  return Object.fromEntries(members.map(([name, member]) => [name, withoutRedis(member)]));
}
