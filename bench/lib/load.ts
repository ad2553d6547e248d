import { once } from 'node:events';
import { Agent, request, type RequestOptions } from 'node:http';
import { connect, type Socket } from 'node:net';
import { inLanes } from './in-lanes.js';

export interface LoadAnswer {
  status: number;
  bytes: number;
}

/** Calls a server over kept-alive connections with as little work of its own as Node allows. */
export class LoadClient {
  private readonly agent: Agent;

  constructor(
    private readonly baseUrl: string,
    readonly connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
  }

  /** Sends one request and reads its answer to the end. */
  send(path: string, options: RequestOptions = {}, body?: Buffer): Promise<LoadAnswer> {
    return new Promise((resolve, reject) => {
      const call = request(new URL(path, this.baseUrl), { ...options, agent: this.agent }, (response) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => (bytes += chunk.length));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }));
        response.on('error', reject);
      });
      call.on('error', reject);
      call.end(body);
    });
  }

  /** Runs the jobs over all connections, each taking the next one when it is free; returns the seconds that it took. */
  async run<Job>(jobs: Job[], work: (job: Job) => Promise<void>): Promise<number> {
    const startedMs = performance.now();
    await inLanes(jobs, this.connections, work);
    return (performance.now() - startedMs) / 1000;
  }

  close(): void {
    this.agent.destroy();
  }
}

/**
 * How many GET requests a second a server answers over so many kept-alive connections, each sending the next one when its
 * answer is there. It counts bytes instead of reading HTTP, so that the load costs little beside what it measures: every
 * answer must be as long as the first one.
 */
export async function requestRate(url: string, connections: number, seconds: number): Promise<number> {
  const { hostname, port, pathname, search } = new URL(url);
  const ask = Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
  const lanes = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      return socket;
    }),
  );
  const answerBytes = await lengthOfAnswer(lanes[0] as Socket, ask);
  const startedMs = performance.now();
  const endsMs = startedMs + seconds * 1000;
  const counts = await Promise.all(lanes.map((socket) => askUntil(socket, ask, answerBytes, endsMs)));
  const tookSeconds = (performance.now() - startedMs) / 1000;
  for (const socket of lanes) socket.destroy();
  return counts.reduce((sum, count) => sum + count, 0) / tookSeconds;
}

async function lengthOfAnswer(socket: Socket, ask: Buffer): Promise<number> {
  socket.write(ask);
  let text = '';
  for (;;) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    text += chunk.toString('latin1');
    const headLength = text.indexOf('\r\n\r\n') + 4;
    const bodyLength = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? NaN);
    if (headLength < 4) continue;
    if (!text.startsWith('HTTP/1.1 200 ') || Number.isNaN(bodyLength)) throw new Error(text.slice(0, headLength));
    if (text.length >= headLength + bodyLength) return headLength + bodyLength;
  }
}

function askUntil(socket: Socket, ask: Buffer, answerBytes: number, endsMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let answers = 0;
    let missing = answerBytes;
    socket.on('data', (chunk: Buffer) => {
      missing -= chunk.length;
      if (missing < 0) reject(new Error('An answer was longer than the first one.'));
      if (missing > 0) return;
      answers++;
      missing = answerBytes;
      if (performance.now() < endsMs) socket.write(ask);
      else resolve(answers);
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The server closed the connection.')));
    socket.write(ask);
  });
}
