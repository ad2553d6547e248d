import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Systems give ports above 32,767 to whoever asks for any. What listens on a port later than it was chosen would find many
 * of those taken by then, so these are below: whoever has one of them has chosen it.
 */
const FIRST_PORT = 20_000;
const PORTS = 7_000;

let next = randomInt(PORTS);

/** A TCP port of 127.0.0.1 that was free a moment ago; another one each time. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < PORTS; tried++) {
    const port = FIRST_PORT + (next++ % PORTS);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`No port from ${FIRST_PORT} to ${FIRST_PORT + PORTS - 1} is free.`);
}

/** Whether a TCP port of 127.0.0.1 can be listened on now. */
export async function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  });
}
