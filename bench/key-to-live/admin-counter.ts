import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where the watermark lies, by which a gateway shows how far it is: written once a second at most, for no key. */
const WATERMARK_PATH = '/.gatehouse/watermark/';

/** Stands before an Admin API, hands everything on and keeps the writes but those of the watermark. */
export class AdminCounter {
  /** `PUT key-auths` and the like, in their order. */
  readonly writes: string[] = [];

  private constructor(
    readonly url: string,
    private readonly close: () => Promise<void>,
  ) {}

  static async start(adminUrl: string): Promise<AdminCounter> {
    const server = createServer((incoming, answer) => {
      const [, kind = ''] = (incoming.url ?? '').split('/');
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('end', () => {
        if (incoming.method !== 'GET' && !body.includes(WATERMARK_PATH)) {
          counter.writes.push(`${incoming.method} ${kind}`);
        }
      });
      handOn(adminUrl, incoming, answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const counter = new AdminCounter(`http://127.0.0.1:${port}`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return counter;
  }

  stop(): Promise<void> {
    return this.close();
  }
}

function handOn(adminUrl: string, incoming: IncomingMessage, answer: ServerResponse): void {
  const { method, headers } = incoming;
  const onward = request(new URL(incoming.url ?? '/', adminUrl), { method, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  incoming.pipe(onward);
}
