import { get, type Json, textOf } from './json.js';
import type { ContentModel, OperationRow, ParameterModel } from './reference-model.js';
import type { SchemaAt } from './sample-schema.js';
import { firstSample, sampleValues } from './sample-values.js';

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

/** A request, and which of the bodies that the document offers it has. */
export interface SampleVariant {
  /** Null without a body. */
  mediaType: string | null;
  /** Name of the example; null where it has none. */
  example: string | null;
  summary: string;
  request: SampleRequest;
}

/** Requests of one operation, and the characters of the bodies that come after the first one. */
const MAX_SAMPLE_REQUESTS = 20;
const MAX_BODY_CHARACTERS = 100_000;

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
  const [first] = variants(operation, baseUrl, credential, schemaAt);
  return first!.request;
}

/** One request for each body that the document offers, JSON first: at least one, and no more than a page can show. */
export function sampleRequests(
  operation: Pick<OperationRow, 'method' | 'path' | 'definition'>,
  baseUrl: string,
  credential: SampleCredential,
  schemaAt: SchemaAt,
): SampleVariant[] {
  const kept: SampleVariant[] = [];
  let room = MAX_BODY_CHARACTERS;
  for (const variant of variants(operation, baseUrl, credential, schemaAt)) {
    room -= variant.request.body?.length ?? 0;
    if (kept.length === MAX_SAMPLE_REQUESTS || (room < 0 && kept.length > 0)) break;
    kept.push(variant);
  }
  return kept;
}

function* variants(
  operation: Pick<OperationRow, 'method' | 'path' | 'definition'>,
  baseUrl: string,
  credential: SampleCredential,
  schemaAt: SchemaAt,
): Generator<SampleVariant> {
  const { parameters, requestBody } = operation.definition;
  const method = METHOD.test(operation.method) ? operation.method : 'GET';
  const valueOf = (parameter: ParameterModel): string => plainText(firstSample(parameter, schemaAt));
  const url = urlFor(operation.path, baseUrl, parameters, valueOf);
  const headers = [{ name: credential.header, value: credential.key }];
  for (const parameter of parameters) {
    const isSent = parameter.in === 'header' && parameter.required && !UNSENT_HEADERS.has(parameter.name.toLowerCase());
    if (isSent && parameter.name.toLowerCase() !== credential.header.toLowerCase())
      headers.push({ name: parameter.name, value: valueOf(parameter) });
  }
  const requestOf = ({ type, body, parts }: Body): SampleRequest => ({
    method,
    url,
    headers: [...headers, ...(type === undefined ? [] : [{ name: 'Content-Type', value: type }])]
      .filter(({ name }) => HEADER_NAME.test(name))
      .map(({ name, value }) => ({ name, value: value.replace(INVISIBLE, ' ') })),
    body,
    parts,
  });
  const contents = ['GET', 'HEAD'].includes(method) ? [] : jsonFirst(requestBody?.contents ?? []);
  if (contents.length === 0) yield { mediaType: null, example: null, summary: '', request: requestOf(noBody) };
  for (const content of contents) {
    const values = sampleValues(content, schemaAt);
    const sent = values.filter(({ externalValue }) => externalValue === undefined);
    for (const { name, summary, value } of sent.length > 0 ? sent : values.slice(0, 1))
      yield { mediaType: content.mediaType, example: name, summary, request: requestOf(bodyOf(content, value)) };
  }
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
  return text.toWellFormed();
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

/** JSON where the document offers it, then the others in their order. */
export function jsonFirst(contents: readonly ContentModel[]): ContentModel[] {
  const json = contents.find((content) => isJson(content.mediaType));
  return json === undefined ? [...contents] : [json, ...contents.filter((content) => content !== json)];
}

type Body = Pick<SampleRequest, 'body' | 'parts'> & { type: string | undefined };

const noBody: Body = { type: undefined, body: undefined, parts: undefined };

function bodyOf(content: ContentModel, value: Json): Body {
  const { mediaType } = content;
  if (mediaType === 'multipart/form-data') return { ...noBody, parts: partsOf(content, value) };
  const type = mediaType === '*/*' ? 'application/json' : mediaType;
  if (isJson(mediaType)) return { ...noBody, type, body: visibleJson(value) };
  if (mediaType === 'application/x-www-form-urlencoded') return { ...noBody, type, body: formText(value) };
  const text = typeof value === 'string' ? value : visibleJson(value);
  return { ...noBody, type, body: text.replace(INVISIBLE, ' ') };
}

/** The fields of a form as they are sent. */
export function formText(value: Json): string {
  const fields = Object.entries(value ?? {}) as [string, Json][];
  return fields.map(([name, field]) => `${encoded(name)}=${encoded(plainText(field))}`).join('&');
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
