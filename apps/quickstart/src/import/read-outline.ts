import { parse } from 'yaml';

/** The little that must be known of a document before it is uploaded; the server reads the rest. */
export interface Outline {
  title: string;
  docVersion: string;
  description: string;
  /** The first absolute server address of the document; null where it names none. */
  upstreamUrl: string | null;
}

/** The outline of a document; null when the file is no OpenAPI document at all. Throws when it cannot be read. */
export function readOutline(text: string, isJson: boolean): Outline | null {
  const root = object(isJson ? JSON.parse(text.replace(/^\ufeff/, '')) : parse(topOfYaml(text)));
  if (root.openapi === undefined && root.swagger === undefined) return null;
  const info = object(root.info);
  return {
    title: textOf(info.title),
    docVersion: textOf(info.version),
    description: textOf(info.description),
    upstreamUrl: root.swagger === undefined ? firstServer(root.servers) : hostOf(root),
  };
}

type Fields = Record<string, unknown>;

const TOP_KEYS = new Set(['openapi', 'swagger', 'info', 'servers', 'host', 'basePath', 'schemes']);

/** Only the blocks of a YAML document that the outline needs: reading a large one whole takes many seconds. */
function topOfYaml(text: string): string {
  let isWanted = false;
  const lines = text.split(/\r?\n/).filter((line) => {
    const key = /^(?:"([^"]+)"|'([^']+)'|([A-Za-z][\w-]*))\s*:/.exec(line);
    if (key !== null) isWanted = TOP_KEYS.has(key[1] ?? key[2] ?? key[3] ?? '');
    return isWanted;
  });
  return lines.join('\n');
}

function firstServer(servers: unknown): string | null {
  for (const server of Array.isArray(servers) ? servers : []) {
    const { url, variables } = object(server);
    const filled = textOf(url).replace(/\{([^{}]*)\}/g, (whole, name: string) => {
      const value = textOf(object(object(variables)[name]).default);
      return value === '' ? whole : value;
    });
    const absolute = absoluteUrl(filled);
    if (absolute !== null) return absolute;
  }
  return null;
}

/** OpenAPI 2.0 spells the address in three fields. */
function hostOf({ schemes, host, basePath }: Fields): string | null {
  if (textOf(host) === '') return null;
  const known = (Array.isArray(schemes) ? schemes : []).map(textOf);
  const scheme = known.find((name) => name === 'https') ?? known.find((name) => name === 'http') ?? 'https';
  return absoluteUrl(`${scheme}://${textOf(host)}${textOf(basePath)}`);
}

function absoluteUrl(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || /[{}]/.test(text) || !URL.canParse(text)) return null;
  const { protocol, host, pathname } = new URL(text);
  // Gateways take no empty segment; `//` in a server's path is a slip that servers read as one slash.
  return `${protocol}//${host}${pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '')}`;
}

function object(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value).trim() : '';
}
