import { get, type Json, textOf } from './json.js';
import type { ContentModel, OperationRow, ParameterModel } from './reference-model.js';
import { sampleSchema, type SchemaAt } from './sample-schema.js';

/** The key's header (`apikey`) and the key, or a placeholder for it. */
export interface SampleCredential {
  header: string;
  key: string;
}

/** A first call of an operation, for every language to be written in. Nothing of it turns or hides text. */
export interface SampleRequest {
  /** Upper-case letters. */
  method: string;
  url: string;
  /** The key first; `Content-Type` last, where there is a body. */
  headers: { name: string; value: string }[];
  /** As it is sent; undefined without one, and for a form of parts. */
  body: string | undefined;
  /** The parts of a `multipart/form-data` body. */
  parts: SamplePart[] | undefined;
}

export interface SamplePart {
  name: string;
  value: string;
  /** The one thing that a person has to put there: the value is the name of a file. */
  isFile: boolean;
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

/**
 * Path parameters filled in, required query parameters and headers, a body made from the schema. `baseUrl` is where the
 * gateway serves the version, without a slash at its end.
 */
export function sampleRequest(
  operation: Pick<OperationRow, 'method' | 'path' | 'definition'>,
  baseUrl: string,
  credential: SampleCredential,
  schemaAt: SchemaAt = () => undefined,
): SampleRequest {
  const { parameters, requestBody } = operation.definition;
  const method = METHOD.test(operation.method) ? operation.method : 'GET';
  const valueOf = (parameter: ParameterModel): string => plainText(exampleOf(parameter, schemaAt));
  const content = ['GET', 'HEAD'].includes(method) ? null : chosenContent(requestBody?.contents ?? []);
  const headers = [{ name: credential.header, value: credential.key }];
  for (const parameter of parameters) {
    const isSent = parameter.in === 'header' && parameter.required && !UNSENT_HEADERS.has(parameter.name.toLowerCase());
    if (isSent && parameter.name.toLowerCase() !== credential.header.toLowerCase())
      headers.push({ name: parameter.name, value: valueOf(parameter) });
  }
  const { type, body, parts } = content === null ? noBody : bodyOf(content, schemaAt);
  if (type !== undefined) headers.push({ name: 'Content-Type', value: type });
  return {
    method,
    url: urlFor(operation.path, baseUrl, parameters, valueOf),
    headers: headers
      .filter(({ name }) => HEADER_NAME.test(name))
      .map(({ name, value }) => ({ name, value: value.replace(INVISIBLE, ' ') })),
    body,
    parts,
  };
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

export function isJson(mediaType: string): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(mediaType) || mediaType === '*/*';
}

/** JSON where the document offers it, or else what it names first. */
export function chosenContent(contents: readonly ContentModel[]): ContentModel | null {
  return contents.find((content) => isJson(content.mediaType)) ?? contents[0] ?? null;
}

type Body = Pick<SampleRequest, 'body' | 'parts'> & { type: string | undefined };

const noBody: Body = { type: undefined, body: undefined, parts: undefined };

function bodyOf(content: ContentModel, schemaAt: SchemaAt): Body {
  const { mediaType } = content;
  const value = exampleOf(content, schemaAt);
  if (mediaType === 'multipart/form-data') return { ...noBody, parts: partsOf(content, value) };
  const type = mediaType === '*/*' ? 'application/json' : mediaType;
  if (isJson(mediaType)) return { ...noBody, type, body: visibleJson(value) };
  if (mediaType === 'application/x-www-form-urlencoded') {
    const fields = Object.entries(value ?? {}).map(
      ([name, field]) => `${encoded(name)}=${encoded(plainText(field as Json))}`,
    );
    return { ...noBody, type, body: fields.join('&') };
  }
  const text = typeof value === 'string' ? value : visibleJson(value);
  return { ...noBody, type, body: text.replace(INVISIBLE, ' ') };
}

function partsOf(content: ContentModel, value: Json): SamplePart[] {
  return Object.entries(value ?? {}).flatMap(([name, field]) => {
    if (!/^[\w.[\]-]{1,100}$/.test(name)) return [];
    const isFile = get(get(get(content.schema ?? null, 'properties'), name), 'format') === 'binary';
    const text = isFile ? 'example.bin' : plainText(field as Json).replace(INVISIBLE, ' ');
    return [{ name, value: text, isFile }];
  });
}

/** JSON on one line in which every character is seen. */
function visibleJson(value: Json): string {
  return JSON.stringify(value).replace(INVISIBLE, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
