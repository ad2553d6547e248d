import { HTTPSnippet, type HarRequest } from '@readme/httpsnippet';
import type { SampleRequestDto } from '#contract';
import type { Language, ValueKind } from './languages.js';

/*
 * The generator writes programs well, but not every text into them: quotes in an address, `$x` in PHP and `#{x}` in Ruby
 * would leave their string and run. So it only ever sees marks of ours, and each string of its program that holds marks
 * is then written anew, in the language's own way, with the values in their place.
 */

/** Programs whose strings are marks, by what their shape depends on. */
const shapes = new Map<string, string>();
const maxShapes = 2_000;
const fileText = '…';

const markOf = (index: number) => `gh-mark-${index}-`;
const marks = /gh-mark-(\d+)-/g;
/** A string of any of the languages that holds a mark; the generator never writes two of them next to each other. */
const markedStrings = /(["'])((?:[^"'\\\n]|\\.|(?!\1)["'])*?gh-mark-\d+-(?:[^"'\\\n]|\\.|(?!\1)["'])*)\1/g;

interface Value {
  text: string;
  kind: ValueKind;
}

/** The program that makes the call, whatever its values hold. */
export function programOf(language: Language, request: SampleRequestDto): string {
  const values = valuesOf(request);
  return shapeOf(language, request).replace(markedStrings, (_, _quote: string, inside: string) => {
    let kind: ValueKind = 'text';
    const isInText = unescaped(inside).includes('\r\n');
    const text = unescaped(inside).replace(marks, (mark, index: string) => {
      const value = values[Number(index)];
      if (value === undefined) return mark;
      if (mark === inside) kind = value.kind;
      return isInText && value.kind !== 'text' ? inFormHeader(value.text) : value.text;
    });
    return language.literal(text.replace('https://gh.invalid/', ''), kind);
  });
}

/** The values in the order of their marks: address, then headers, then parts or the body. */
function valuesOf({ url, headers, body, parts }: SampleRequestDto): Value[] {
  const value = (text: string, kind: ValueKind = 'text') => ({ text, kind });
  return [
    value(url),
    ...headers.flatMap((header) => [value(header.name), value(header.value)]),
    ...(parts ?? []).flatMap((part) => [value(part.name, 'name'), value(part.value, part.isFile ? 'file' : 'text')]),
    ...(body === null ? [] : [value(body, 'body')]),
  ];
}

/** In the text of a multipart body these signs would end the name (RFC 7578, as browsers write it). */
function inFormHeader(text: string): string {
  return text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}

function unescaped(text: string): string {
  const signs: Record<string, string> = { n: '\n', r: '\r', t: '\t' };
  return text.replace(/\\(.)/g, (_, sign: string) => signs[sign] ?? sign);
}

function shapeOf(language: Language, request: SampleRequestDto): string {
  const partKinds = request.parts?.map(({ isFile }) => (isFile ? 'f' : 't')).join('');
  const typeAt = request.headers.findIndex(({ name }) => /^content-type$/i.test(name));
  const facts = [language.id, request.method, request.headers.length, typeAt, request.body === null, partKinds];
  const key = facts.join('|');
  const known = shapes.get(key);
  if (known !== undefined) return known;
  const har = harOf(request, typeAt, language);
  const snippet = new HTTPSnippet(har, { harIsAlreadyEncoded: true });
  const [program] = snippet.convert(language.target, language.client) || [];
  if (typeof program !== 'string') throw new Error(`There is no writer of ${language.label}`);
  const shape = language.improve?.(program) ?? program;
  if (shapes.size >= maxShapes) shapes.clear();
  shapes.set(key, shape.trim());
  return shape.trim();
}

function harOf({ method, headers, body, parts }: SampleRequestDto, typeAt: number, language: Language): HarRequest {
  const partsAt = 1 + 2 * headers.length;
  const postData =
    parts !== null
      ? {
          mimeType: 'multipart/form-data',
          params: parts.map((part, at) => harPart(part.isFile, partsAt + 2 * at, language)),
        }
      : body !== null
        ? { mimeType: typeAt < 0 ? 'text/plain' : markOf(2 + 2 * typeAt), text: markOf(partsAt) }
        : undefined;
  return {
    ...{ method, httpVersion: 'HTTP/1.1', queryString: [], cookies: [], headersSize: -1, bodySize: -1 },
    url: `https://gh.invalid/${markOf(0)}`,
    headers: headers.map((_, at) => ({
      name: at === typeAt ? 'Content-Type' : markOf(1 + 2 * at),
      value: at === typeAt && parts !== null ? 'multipart/form-data' : markOf(2 + 2 * at),
    })),
    ...(postData === undefined ? {} : { postData }),
  } as HarRequest;
}

function harPart(isFile: boolean, at: number, { opensFiles }: Language): object {
  const [name, value] = [markOf(at), markOf(at + 1)];
  if (!isFile) return { name, value };
  return opensFiles === true ? { name, fileName: value } : { name, fileName: value, value: fileText };
}
