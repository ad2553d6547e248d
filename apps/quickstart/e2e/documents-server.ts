import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A team's own web server with its documents, on this machine. */
export class DocumentsServer {
  /** By path. */
  readonly documents = new Map<string, string>();
  /** The addresses that were asked for, with what follows the ?. */
  readonly asked: string[] = [];

  private readonly server = createServer((request, response) => {
    this.asked.push(request.url ?? '');
    const document = this.documents.get((request.url ?? '').split('?')[0] ?? '');
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/yaml' }).end(document);
  });

  /** Where it listens, as `host:port`. */
  listen(): Promise<string> {
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', () => resolve(this.host));
    });
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
