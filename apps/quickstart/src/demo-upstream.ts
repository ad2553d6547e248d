import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** The service behind the demo: a few orders in memory, so that a call through the gateway has something to reach. */
const orders = new Map(
  [
    { id: '1001', item: 'Espresso cups', quantity: 6, state: 'packed' },
    { id: '1002', item: 'Moka pot', quantity: 1, state: 'shipped' },
    { id: '1003', item: 'Coffee beans, 1 kg', quantity: 3, state: 'new' },
  ].map((order) => [order.id, order]),
);

const BODY_LIMIT_BYTES = 16_384;

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > BODY_LIMIT_BYTES) return null;
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function create(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await readJson(request)) as { item?: unknown; quantity?: unknown } | null;
  if (typeof body?.item !== 'string' || !Number.isInteger(body.quantity))
    return send(response, 422, { message: 'item (text) and quantity (whole number) are needed' });
  const order = { id: String(1001 + orders.size), item: body.item, quantity: body.quantity as number, state: 'new' };
  orders.set(order.id, order);
  send(response, 201, order);
}

const server = createServer((request, response) => {
  const [path = '/'] = (request.url ?? '/').split('?');
  const id = /^\/orders\/([^/]+)$/.exec(path)?.[1];
  if (path === '/orders' && request.method === 'GET') return send(response, 200, { items: [...orders.values()] });
  if (path === '/orders' && request.method === 'POST') return void create(request, response);
  const order = id === undefined ? undefined : orders.get(id);
  if (order === undefined) return send(response, 404, { message: 'There is no such order.' });
  if (request.method === 'GET') return send(response, 200, order);
  if (request.method === 'DELETE') {
    orders.delete(order.id);
    return void response.writeHead(204).end();
  }
  send(response, 405, { message: 'This cannot be done to an order.' });
});

server.listen(Number(process.env.UPSTREAM_PORT), '127.0.0.1');
process.once('SIGTERM', () => server.close(() => process.exit(0)));
