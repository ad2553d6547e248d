import { type ConsoleBodyDto, type ConsoleParameterDto, isSensitiveName, type SampleRequestDto } from '#contract';
import { Fault, invalidField } from '#domain';
import { MASK } from '#platform';
import { KEY_HEADER, KEY_PLACEHOLDER } from '../credentials/key-header.js';
import { multipartBody } from './multipart-body.js';

/** A body that is sent may have this many bytes. */
export const MAX_SENT_BYTES = 5 * 1024 * 1024;

/** RFC 9110 token. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What a header's value may hold; a line break would begin another header. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:[\t ]*;[\t ]*[\w-]+=(?:"[\t !#-[\]-~]*"|[\w.+/:-]+))*$/;

/** Headers that the connection, the gateway or the console itself sets. */
const UNSENT = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-real-ip',
  KEY_HEADER,
]);
const UNSENT_START = /^(?:proxy-|x-forwarded-|x-gatehouse-)/;

/** Where a version is called on a gateway. */
export interface CallAddress {
  proxyUrl: string;
  basePath: string;
  /** The name by which the gateway knows the version, where that is not its own. */
  host: string | null;
}

export interface GatewayRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
  /** The same without the key and what else is secret. */
  shown: SampleRequestDto;
}

/** Makes the request of what a person typed, or says which field is wrong (`path.id`, `header.X-Trace`, `body`). */
export function gatewayRequest(
  operation: { method: string; path: string },
  address: CallAddress,
  typed: { parameters: ConsoleParameterDto[]; body?: ConsoleBodyDto },
  key: string,
): GatewayRequest {
  const { parameters } = typed;
  const url = urlOf(operation.path, address, parameters);
  const own = headersOf(parameters);
  const cookie = cookieOf(parameters);
  const body = typed.body === undefined ? undefined : bodyOf(typed.body);
  if ((body?.bytes.byteLength ?? 0) > MAX_SENT_BYTES)
    throw new Fault('request.too_large', 'The body has more than 5 MiB, which is the most that the console sends.');
  const isBodyExpected = ['POST', 'PUT', 'PATCH'].includes(operation.method);
  return {
    method: operation.method,
    url,
    headers: {
      'User-Agent': 'Gatehouse console',
      Accept: '*/*',
      ...(address.host === null ? {} : { Host: address.host }),
      ...Object.fromEntries(own.map(({ name, value }) => [name, value])),
      ...(cookie === '' ? {} : { Cookie: cookie }),
      ...(body === undefined ? {} : { 'Content-Type': body.mediaType }),
      ...(body === undefined && !isBodyExpected ? {} : { 'Content-Length': String(body?.bytes.byteLength ?? 0) }),
      [KEY_HEADER]: key,
    },
    body: body?.bytes,
    shown: shownRequest(operation.method, url, own, cookie !== '', typed.body),
  };
}

function urlOf(template: string, { proxyUrl, basePath }: CallAddress, parameters: ConsoleParameterDto[]): string {
  const valueOf = (name: string): string => {
    const value = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.value ?? '';
    if (value === '') throw invalidField(`path.${name}`, 'is part of the path: give a value.');
    if (/^\.\.?$/.test(value)) throw invalidField(`path.${name}`, 'would lead to another path: give another value.');
    return encodeURIComponent(value);
  };
  const filled = template
    .split(/(\{[^{}]*\})/)
    .map((piece, index) =>
      index % 2 === 1 ? valueOf(piece.slice(1, -1)) : encodeURI(piece).replace(/[[\]{}?#]/g, encodeURIComponent),
    );
  const query = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const address = new URL(proxyUrl).href.replace(/\/$/, '') + basePath + filled.join('');
  const url = new URL(address);
  // What a URL leaves out or turns (`/../`) would be called under another version's name.
  if (url.href !== address)
    throw new Fault('request.invalid', 'These values in the path would lead to another address. Give other ones.');
  return query.length === 0 ? address : `${address}?${query.join('&')}`;
}

function headersOf(parameters: ConsoleParameterDto[]): { name: string; value: string }[] {
  const headers = new Map<string, { name: string; value: string }>();
  for (const { in: place, name, value } of parameters) {
    if (place !== 'header') continue;
    const lower = name.toLowerCase();
    if (!TOKEN.test(name)) throw invalidField(`header.${name}`, 'is no name of a header.');
    if (UNSENT.has(lower) || UNSENT_START.test(lower))
      throw invalidField(`header.${name}`, 'is set by the console or on the way; leave it out.');
    if (!HEADER_VALUE.test(value))
      throw invalidField(`header.${name}`, 'holds a line break or a character that a header cannot carry.');
    const before = headers.get(lower);
    headers.set(lower, before === undefined ? { name, value } : { name, value: `${before.value}, ${value}` });
  }
  return [...headers.values()];
}

function cookieOf(parameters: ConsoleParameterDto[]): string {
  return parameters
    .filter((parameter) => parameter.in === 'cookie')
    .map(({ name, value }) => {
      if (!TOKEN.test(name)) throw invalidField(`cookie.${name}`, 'is no name of a cookie.');
      return `${name}=${encodeURIComponent(value)}`;
    })
    .join('; ');
}

function bodyOf(body: ConsoleBodyDto): { mediaType: string; bytes: Buffer } {
  const mediaType = mediaTypeOf(body.mediaType, 'body');
  if (body.parts === undefined)
    return { mediaType, bytes: body.base64 === undefined ? Buffer.from(body.text ?? '') : fromBase64(body.base64) };
  return multipartBody(
    body.parts.map(({ name, value, fileName, mediaType: type, base64 }) => ({
      name,
      fileName: fileName ?? null,
      mediaType: type === undefined ? null : mediaTypeOf(type, `body.${name}`),
      bytes: base64 === undefined ? Buffer.from(value ?? '') : fromBase64(base64),
    })),
  );
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

function mediaTypeOf(text: string, field: string): string {
  if (!MEDIA_TYPE.test(text)) throw invalidField(field, 'has a media type that cannot be sent.');
  return text;
}

function shownRequest(
  method: string,
  url: string,
  own: { name: string; value: string }[],
  hasCookie: boolean,
  body: ConsoleBodyDto | undefined,
): SampleRequestDto {
  return {
    method,
    url,
    headers: [
      { name: KEY_HEADER, value: KEY_PLACEHOLDER },
      ...own.map(({ name, value }) => ({ name, value: isSensitiveName(name) ? MASK : value })),
      ...(hasCookie ? [{ name: 'Cookie', value: MASK }] : []),
      ...(body === undefined || body.parts !== undefined ? [] : [{ name: 'Content-Type', value: body.mediaType }]),
    ],
    body: body?.text ?? null,
    parts:
      body?.parts?.map(({ name, value, fileName }) => ({
        name,
        value: fileName ?? value ?? '',
        isFile: fileName !== undefined,
      })) ?? null,
  };
}
