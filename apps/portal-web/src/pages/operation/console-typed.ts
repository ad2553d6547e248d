import type { ConsoleBodyDto, ConsoleParameterDto, ConsolePartDto, ConsolePlace } from '#contract';
import { fileOf, textsOf, type Form } from '../shared/form.js';
import type { ConsoleField, ConsoleFields, ContentField, ParameterField } from './console-fields.js';
import { plainText } from './console-schema.js';
import { isObject, type Json } from '../reference/json.js';

/** What was typed: to be sent, and to be shown again. */
export interface Typed {
  parameters: ConsoleParameterDto[];
  body: ConsoleBodyDto | undefined;
  /** By the key of its field. */
  values: Record<string, string>;
  /** Which of the contents was chosen. */
  content: number;
  /** The id of a field and what is wrong with it. */
  errors: Record<string, string>;
}

/** Reads a form that was sent. A field that was left empty is not sent. */
export function readTyped(form: Form, fields: ConsoleFields): Typed {
  const typed: Typed = { parameters: [], body: undefined, values: {}, content: 0, errors: {} };
  for (const field of fields.parameters) {
    const value = valueOf(form, field);
    typed.values[field.key] = value;
    if (value === '' && field.parameter.in === 'path') typed.errors[field.id] = 'It is part of the path: give a value.';
    else if (value !== '') typed.parameters.push(...sentParameters(field, value, typed.errors));
  }
  typed.content = Number(/^\d$/.exec(textsOf(form, 'content')[0] ?? '')?.[0] ?? 0);
  fields.contents.forEach((content) => {
    for (const field of [content.whole, ...content.fields])
      if (field !== undefined && field.kind !== 'file') typed.values[field.key] = valueOf(form, field);
  });
  const chosen = fields.contents[typed.content];
  if (chosen !== undefined) typed.body = bodyOf(form, chosen, typed);
  return typed;
}

/** Line ends as they were typed: a browser sends them all as CR LF. */
function valueOf(form: Form, { key }: ConsoleField): string {
  return (textsOf(form, key)[0] ?? '').replaceAll('\r\n', '\n');
}

function sentParameters(field: ParameterField, value: string, errors: Typed['errors']): ConsoleParameterDto[] {
  const { parameter, schema, kind } = field;
  const { name } = parameter;
  const place = parameter.in as ConsolePlace;
  const one = (text: string, as = name): ConsoleParameterDto => ({ in: place, name: as, value: text });
  if (kind === 'lines') {
    const lines = linesOf(value);
    if (place === 'query' && (parameter.explode ?? (parameter.style ?? 'form') === 'form'))
      return lines.map((line) => one(line));
    return [one(lines.join(delimiters[parameter.style ?? ''] ?? ','))];
  }
  if (schema.type !== 'object' || parameter.mediaType !== undefined) return [one(value)];
  const object = jsonOf(value);
  if (!isObject(object)) {
    errors[field.id] = 'Write it as a JSON object.';
    return [];
  }
  const entries = Object.entries(object).map(([key, entry]) => [key, plainText(entry)] as const);
  if (parameter.style === 'deepObject') return entries.map(([key, text]) => one(text, `${name}[${key}]`));
  if (place === 'query' && parameter.explode !== false) return entries.map(([key, text]) => one(text, key));
  const joined = entries.map(([key, text]) => (parameter.explode === true ? `${key}=${text}` : `${key},${text}`));
  return [one(joined.join(','))];
}

const delimiters: Record<string, string> = { spaceDelimited: ' ', pipeDelimited: '|', tabDelimited: '\t' };

function linesOf(value: string): string[] {
  return value.split('\n').filter((line) => line.trim() !== '');
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function bodyOf(form: Form, content: ContentField, { values, errors }: Typed): ConsoleBodyDto | undefined {
  const { mediaType, kind, whole } = content;
  if (whole !== undefined && kind === 'file') {
    const file = fileOf(form, whole.key);
    if (file === undefined) return undefined;
    if (file.isCut) errors[whole.id] = 'The file is too large: at most 5 MiB.';
    const type = mediaType.includes('*') ? file.mediaType || 'application/octet-stream' : mediaType;
    return { mediaType: type, base64: file.bytes.toString('base64') };
  }
  if (whole !== undefined) {
    const text = values[whole.key] ?? '';
    return text === '' ? undefined : { mediaType, text };
  }
  const parts = content.fields.flatMap((field) => partsOf(form, field, values[field.key] ?? ''));
  if (parts.length === 0) return undefined;
  if (mediaType.toLowerCase().startsWith('multipart/')) return { mediaType, parts };
  const pairs = parts.map(({ name, value = '' }): [string, string] => [name, value]);
  return { mediaType, text: new URLSearchParams(pairs).toString() };
}

function partsOf(form: Form, field: ContentField['fields'][number], value: string): ConsolePartDto[] {
  const { name, kind } = field;
  if (kind === 'file') {
    const file = fileOf(form, field.key);
    if (file === undefined) return [];
    const mediaType = file.mediaType || 'application/octet-stream';
    return [{ name, fileName: file.fileName || 'file', mediaType, base64: file.bytes.toString('base64') }];
  }
  if (value === '') return [];
  if (kind === 'lines') return linesOf(value).map((line) => ({ name, value: line }));
  return [kind === 'json' ? { name, value, mediaType: 'application/json' } : { name, value }];
}
