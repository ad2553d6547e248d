import { invalidField } from '#domain';

const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Host names in lower case, each once, without port. None means that the version answers on every host. */
export function parseHosts(texts: readonly string[], field = 'hosts'): string[] {
  const hosts = [...new Set(texts.map((text) => text.trim().toLowerCase()))];
  const wrong = hosts.filter((host) => !HOST.test(host));
  if (wrong.length === 0) return hosts;
  const message = `Give host names such as api.example.com, without port: ${wrong.map((host) => `"${host}"`).join(', ')}.`;
  throw invalidField(field, message);
}
