import type { OperationRow } from './reference-model.js';
import { type SampleCredential, type SampleRequest, sampleRequest } from './sample-request.js';
import type { SchemaAt } from './sample-schema.js';

const FORM_TYPE = 'application/x-www-form-urlencoded';

/** One argument of a POSIX shell, whatever it holds. */
function quoted(argument: string): string {
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** A curl command that works when pasted into a POSIX shell. `baseUrl` is as in `sampleRequest`. */
export function curlFor(
  operation: Pick<OperationRow, 'method' | 'path' | 'definition'>,
  baseUrl: string,
  credential: SampleCredential,
  schemaAt?: SchemaAt,
): string {
  return curlOf(sampleRequest(operation, baseUrl, credential, schemaAt));
}

/** The request as a curl command. */
export function curlOf({ method, url, headers, body, parts }: SampleRequest): string {
  const lines = [`curl${methodOption(method)} ${quoted(url)}`];
  // curl itself says that a body is a form.
  const said = headers.filter(({ name, value }) => !(name === 'Content-Type' && value === FORM_TYPE));
  lines.push(...said.map(({ name, value }) => `-H ${quoted(`${name}: ${value}`)}`));
  if (body !== undefined) lines.push(`--data-raw ${quoted(body)}`);
  // `--form-string` reads no file, whatever the value says.
  for (const { name, value, isFile } of parts ?? [])
    lines.push(isFile ? `-F ${quoted(`${name}=@${value}`)}` : `--form-string ${quoted(`${name}=${value}`)}`);
  return lines.join(' \\\n  ');
}

function methodOption(method: string): string {
  if (method === 'GET') return '';
  return method === 'HEAD' ? ' --head' : ` -X ${method}`;
}
