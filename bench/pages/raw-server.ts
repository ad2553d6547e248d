import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

/** The baseline: nothing but node:http that answers every request with the bytes of one page. */
async function main(pageUrl: string, port: number): Promise<void> {
  const body = Buffer.from(await (await fetch(pageUrl)).arrayBuffer());
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-length': body.length };
  createServer((_request, response) => response.writeHead(200, headers).end(body)).listen(port, '127.0.0.1');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(process.env.RAW_PAGE_URL ?? '', Number(process.env.RAW_PORT));
}
