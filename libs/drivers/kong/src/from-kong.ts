import type { FoundChange } from '#gateway';

const upstreamFields = new Set(['protocol', 'host', 'port', 'path']);
const placeFields = new Set(['paths', 'hosts']);

/**
 * Reads back what toKong made of a version. Pure.
 *
 * @param found the object as it stands on the gateway
 * @param paths the fields in which it differs from what we pushed
 */
export function fromKong(kind: string, found: Record<string, unknown>, paths: readonly string[]): FoundChange {
  const fields = new Set(paths.map((path) => path.split(/[.[]/, 1)[0] ?? ''));
  const isWithin = (known: Set<string>) => [...fields].every((field) => known.has(field));
  if (kind === 'services' && isWithin(upstreamFields)) return upstreamOf(found);
  if (kind === 'routes' && isWithin(placeFields)) return placeOf(found, fields);
  return {
    refused:
      'The catalogue knows the address of a service and the path and the hosts of its route. Other fields cannot be taken over.',
  };
}

function upstreamOf({ protocol, host, port, path }: Record<string, unknown>): FoundChange {
  const text = `${String(protocol)}://${String(host)}:${String(port)}${typeof path === 'string' ? path : ''}`;
  if ((protocol !== 'http' && protocol !== 'https') || !URL.canParse(text))
    return { refused: 'Only an address that begins with http:// or https:// can be taken over.' };
  return { upstreamUrl: new URL(text).href };
}

function placeOf({ paths, hosts }: Record<string, unknown>, fields: Set<string>): FoundChange {
  const [basePath, ...more] = textsOf(paths);
  if (basePath === undefined || more.length > 0)
    return { refused: 'A version has one base path in the catalogue; the route has none or several.' };
  return {
    ...(fields.has('paths') ? { basePath } : {}),
    ...(fields.has('hosts') ? { hosts: textsOf(hosts) } : {}),
  };
}

function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
