import { isIP } from 'node:net';
import type { IncomingMessage, RequestListener } from 'node:http';

/**
 * Lets only programs through. The Admin API asks for no password, so a page in the developer's browser must not reach
 * it: browsers name the `Origin` of a page that writes, and a page whose name was rebound to this address still sends
 * that name as `Host`.
 */
export function forPrograms(listener: RequestListener): RequestListener {
  return (req, res) => {
    if (!isFromPage(req)) return listener(req, res);
    res.writeHead(403, { 'Content-Type': 'application/json; charset=utf-8' });
    res.end(JSON.stringify({ message: 'This Admin API answers programs only, not pages in a browser.' }));
  };
}

function isFromPage(req: IncomingMessage): boolean {
  const name = (req.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return req.headers.origin !== undefined || (name.includes('.') && isIP(name) === 0);
}
