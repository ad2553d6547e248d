/** Path and query of a request line; `query` is undefined when there is no question mark at all. */
export interface RequestPath {
  path: string;
  query: string | undefined;
}

export function splitUrl(url: string): RequestPath {
  const at = url.indexOf('?');
  return at < 0
    ? { path: normalised(url), query: undefined }
    : { path: normalised(url.slice(0, at)), query: url.slice(at + 1) };
}

/** A path without dot segments, doubled slashes and needless escapes, so that no spelling slips past a route. */
function normalised(path: string): string {
  if (!/%|\/[./]/.test(path) && path.startsWith('/')) return path;
  const decoded = path.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : escape.toUpperCase();
  });
  const kept: string[] = [];
  const segments = decoded.split('/').filter((segment) => segment !== '');
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  const isFolder = /\/\.{0,2}$/.test(decoded) && kept.length > 0;
  return `/${kept.join('/')}${isFolder ? '/' : ''}`;
}

/**
 * The path that goes upstream: the service's path, then the request's path, of which `matched` is cut off the front when
 * the route strips it. A slash is neither doubled nor lost at the joint; a closing slash of the request is kept.
 */
export function joinUpstreamPath(base: string, path: string, matched: string, isStripped: boolean): string {
  const root = base.endsWith('/') ? base.slice(0, -1) : base;
  if (!isStripped) return base === root && path === '/' ? base || '/' : root + path;
  const rest = path.slice(matched.length);
  if (rest !== '') return rest.startsWith('/') ? root + rest : `${root}/${rest}`;
  return path.length > 1 && path.endsWith('/') ? `${root}/` : root || '/';
}
