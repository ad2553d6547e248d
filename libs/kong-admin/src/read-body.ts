import { AdminRefusal, asObject } from './admin-refusal.js';
import type { JsonObject } from './violations.js';

/** The object that a request carries: JSON or a form; nothing at all counts as an empty object. */
export function readBody(contentType: string | undefined, text: string): JsonObject {
  if (text === '') return {};
  const type = (contentType ?? 'application/json').split(';')[0]?.trim();
  if (type === 'application/json') return asObject(parseJson(text));
  if (type === 'application/x-www-form-urlencoded') return readForm(text);
  throw new AdminRefusal(415, { message: 'Unsupported Media Type' });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AdminRefusal(400, { message: 'Cannot parse JSON body' });
  }
}

/** Form fields are strings; `tags[]=a` repeats make a list. */
function readForm(text: string): JsonObject {
  const form = new URLSearchParams(text);
  const names = [...new Set(form.keys())];
  return Object.fromEntries(
    names.map((name) => (name.endsWith('[]') ? [name.slice(0, -2), form.getAll(name)] : [name, form.get(name)])),
  );
}

/** A service may be given as one `url`; its parts replace the single fields. */
export function expandUrl(input: JsonObject): JsonObject {
  const { url, ...rest } = input;
  if (typeof url !== 'string') return input;
  const [, scheme, host, port, path] = /^(?:([a-z][a-z0-9+.-]*):\/\/([^/:?#]*)(?::(\d+))?)?([^?#]*)/i.exec(url) ?? [];
  const parts: JsonObject = { path: path === '' ? null : path };
  if (scheme) Object.assign(parts, { protocol: scheme, host, port: Number(port ?? (scheme === 'https' ? 443 : 80)) });
  return { ...rest, ...parts };
}
