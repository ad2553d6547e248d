import { get, type Json, textOf } from './json.js';
import type { ContentModel, OperationRow, ParameterModel } from './reference-model.js';
import { sampleSchema, type SchemaAt } from './sample-schema.js';

/** The key's header (`apikey`) and the key, or a placeholder for it. */
export interface CurlCredential {
  header: string;
  key: string;
}

const METHOD = /^[A-Z]{1,20}$/;
/** RFC 9110 token. It begins with no @, which would make curl read a file. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Set by curl, or by the gateway's rules, and not by a sample. */
const UNSENT_HEADERS: ReadonlySet<string> = new Set([
  'accept',
  'authorization',
  'content-length',
  'content-type',
  'host',
]);
/** Control characters and those that turn or hide text: what is pasted is what is seen. */
// eslint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g;

/** One argument of a POSIX shell, whatever it holds. */
function quoted(argument: string): string {
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}

/**
 * A curl command that works when pasted into a POSIX shell: path parameters filled in, required query parameters and
 * headers, a body made from the schema. `baseUrl` is where the gateway serves the version, without a slash at its end.
 */
export function curlFor(
  operation: Pick<OperationRow, 'method' | 'path' | 'definition'>,
  baseUrl: string,
  credential: CurlCredential,
  schemaAt: SchemaAt = () => undefined,
): string {
  const { parameters, requestBody } = operation.definition;
  const valueOf = (parameter: ParameterModel): string => plainText(exampleOf(parameter, schemaAt));
  const lines = [
    `curl${methodOption(operation.method)} ${quoted(urlFor(operation.path, baseUrl, parameters, valueOf))}`,
  ];
  const header = (name: string, value: string): void => {
    if (HEADER_NAME.test(name)) lines.push(`-H ${quoted(`${name}: ${value.replace(INVISIBLE, ' ')}`)}`);
  };
  header(credential.header, credential.key);
  for (const parameter of parameters) {
    const isSent = parameter.in === 'header' && parameter.required && !UNSENT_HEADERS.has(parameter.name.toLowerCase());
    if (isSent && parameter.name.toLowerCase() !== credential.header.toLowerCase())
      header(parameter.name, valueOf(parameter));
  }
  const content = chosenContent(requestBody?.contents ?? []);
  if (content !== null && !['GET', 'HEAD'].includes(operation.method)) lines.push(...bodyOptions(content, schemaAt));
  return lines.join(' \\\n  ');
}

function methodOption(method: string): string {
  if (method === 'GET' || !METHOD.test(method)) return '';
  return method === 'HEAD' ? ' --head' : ` -X ${method}`;
}

function urlFor(
  path: string,
  baseUrl: string,
  parameters: readonly ParameterModel[],
  valueOf: (parameter: ParameterModel) => string,
): string {
  const template = path.split(/[?#]/, 1)[0] ?? '';
  const filled = template.split(/(\{[^{}]*\})/).map((piece, index) => {
    if (index % 2 === 0) return encodeURI(wellFormed(piece)).replace(/[[\]{}]/g, encodeURIComponent);
    const name = piece.slice(1, -1);
    const parameter = parameters.find((candidate) => candidate.in === 'path' && candidate.name === name);
    return encoded(parameter === undefined ? '1' : valueOf(parameter) || '1');
  });
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map((parameter) => `${encoded(parameter.name)}=${encoded(valueOf(parameter))}`);
  return baseUrl + filled.join('') + (query.length > 0 ? `?${query.join('&')}` : '');
}

function encoded(text: string): string {
  return encodeURIComponent(wellFormed(text));
}

/** encodeURIComponent throws on half a character; a cut example may end with one. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

function exampleOf(part: { schema: Json | null; example: Json | null }, schemaAt: SchemaAt): Json {
  return part.example ?? sampleSchema(part.schema, schemaAt);
}

/** A parameter's value as text: lists are joined by commas, as `style: simple` and 2.0's csv do. */
function plainText(value: Json): string {
  if (Array.isArray(value)) return value.map(plainText).join(',');
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return textOf(value);
}

function isJson(mediaType: string): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(mediaType) || mediaType === '*/*';
}

function chosenContent(contents: readonly ContentModel[]): ContentModel | null {
  return contents.find((content) => isJson(content.mediaType)) ?? contents[0] ?? null;
}

function bodyOptions(content: ContentModel, schemaAt: SchemaAt): string[] {
  const { mediaType } = content;
  const value = exampleOf(content, schemaAt);
  const type = `-H ${quoted(`Content-Type: ${mediaType === '*/*' ? 'application/json' : mediaType.replace(INVISIBLE, ' ')}`)}`;
  if (isJson(mediaType)) return [type, `--data-raw ${quoted(visibleJson(value))}`];
  if (mediaType === 'application/x-www-form-urlencoded') {
    const fields = Object.entries(value ?? {}).map(
      ([name, field]) => `${encoded(name)}=${encoded(plainText(field as Json))}`,
    );
    return [`--data-raw ${quoted(fields.join('&'))}`];
  }
  if (mediaType === 'multipart/form-data') return formOptions(content, value);
  const text = typeof value === 'string' ? value : visibleJson(value);
  return [type, `--data-raw ${quoted(text.replace(INVISIBLE, ' '))}`];
}

/** Files are named `example.bin`: the one thing that a person has to put there. `--form-string` reads no file. */
function formOptions(content: ContentModel, value: Json): string[] {
  return Object.entries(value ?? {}).flatMap(([name, field]) => {
    if (!/^[\w.[\]-]{1,100}$/.test(name)) return [];
    const isFile = get(get(get(content.schema ?? null, 'properties'), name), 'format') === 'binary';
    if (isFile) return [`-F ${quoted(`${name}=@example.bin`)}`];
    return [`--form-string ${quoted(`${name}=${plainText(field as Json).replace(INVISIBLE, ' ')}`)}`];
  });
}

function visibleJson(value: Json): string {
  return JSON.stringify(value).replace(INVISIBLE, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
