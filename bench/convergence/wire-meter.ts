import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

interface Exchange {
  request: IncomingMessage;
  socket: Socket;
}

/**
 * Counts what goes over the wire of one port of this process, heads and bodies of both directions, and over how many
 * connections at a time it was written to: as many as writes were under way at most. It listens to Node's own reports, so
 * it needs nothing of the server.
 */
export class WireMeter {
  bytes = 0;
  connections = 0;
  private readonly writers = new Set<Socket>();
  private readonly counted = new WeakMap<Socket, number>();

  /** @param counts which requests count as bytes */
  constructor(port: number, counts: (request: IncomingMessage) => boolean) {
    subscribe('http.server.response.finish', (message) => {
      const { request, socket } = message as Exchange;
      if (socket.localPort !== port) return;
      const total = socket.bytesRead + socket.bytesWritten;
      if (counts(request)) this.bytes += total - (this.counted.get(socket) ?? 0);
      this.counted.set(socket, total);
      if (request.method !== 'GET') this.noteWriter(socket);
    });
  }

  reset(): void {
    this.bytes = 0;
    this.connections = this.writers.size;
  }

  private noteWriter(socket: Socket): void {
    if (this.writers.has(socket)) return;
    this.writers.add(socket);
    socket.once('close', () => this.writers.delete(socket));
    this.connections = Math.max(this.connections, this.writers.size);
  }
}
