import {
  isSensitiveName,
  type JsonValue,
  type ReferenceContentDto,
  type ReferenceOperationDto,
  type ReferenceParameterDto,
} from '#contract';
import { cut } from '../reference/json.js';
import { type ConsoleSchemas, type FieldSchema, plainText } from './console-schema.js';

const maxFields = 200;
const maxContents = 4;
const maxHintLength = 160;

export type FieldKind = 'text' | 'secret' | 'select' | 'lines' | 'json' | 'file';

/** One field of the form, whatever it stands for. */
export interface ConsoleField {
  /** Of the form, and where it belongs: `query.limit`, `body.0.title`. */
  key: string;
  id: string;
  label: string;
  kind: FieldKind;
  hint: string;
  /** What stands in it before anybody has typed. */
  initial: string;
  placeholder: string;
  options: string[];
  required: boolean;
  deprecated: boolean;
}

export interface ParameterField extends ConsoleField {
  parameter: ReferenceParameterDto;
  schema: FieldSchema;
}

/** A body in one media type: a text, a file, or fields. */
export interface ContentField {
  mediaType: string;
  kind: 'text' | 'file' | 'fields';
  whole: ConsoleField | undefined;
  fields: (ConsoleField & { name: string; schema: FieldSchema })[];
}

export interface ConsoleFields {
  parameters: ParameterField[];
  contents: ContentField[];
}

const places = ['path', 'query', 'header', 'cookie'];

/** The form of an operation. The header of the key is none of its fields. */
export function consoleFields(operation: ReferenceOperationDto, schemas: ConsoleSchemas): ConsoleFields {
  const { parameters, requestBody } = operation.definition;
  const keyHeader = operation.place.auth.name.toLowerCase();
  const shown = parameters.filter(
    ({ in: place, name }) => places.includes(place) && !(place === 'header' && name.toLowerCase() === keyHeader),
  );
  shown.sort((left, right) => places.indexOf(left.in) - places.indexOf(right.in));
  const hasBody = !['GET', 'HEAD'].includes(operation.method);
  return {
    parameters: shown.slice(0, maxFields).map((parameter, index) => parameterField(parameter, index, schemas)),
    contents: hasBody
      ? (requestBody?.contents ?? [])
          .slice(0, maxContents)
          .map((content, at) => contentField(content, at, schemas, requestBody?.required === true))
      : [],
  };
}

function parameterField(parameter: ReferenceParameterDto, index: number, schemas: ConsoleSchemas): ParameterField {
  const schema = schemas.read(parameter.schema);
  const required = parameter.required || parameter.in === 'path';
  const isJson = parameter.mediaType !== undefined || schema.type === 'object';
  const kind = isJson ? 'json' : kindOf(parameter.name, schema);
  const value = shownValue(required ? schemas.example(parameter) : null, kind);
  return {
    key: `${parameter.in}.${parameter.name}`,
    id: `console-parameter-${index}`,
    label: parameter.name,
    kind,
    hint: hintOf(parameter.description, kind, schema),
    initial: kind === 'secret' ? '' : value,
    placeholder: required || kind === 'secret' ? '' : shownValue(schemas.given(parameter), kind).split('\n', 1)[0]!,
    options: kind === 'select' ? optionsOf(schema) : [],
    required,
    deprecated: parameter.deprecated,
    parameter,
    schema,
  };
}

function contentField(
  content: ReferenceContentDto,
  at: number,
  schemas: ConsoleSchemas,
  required: boolean,
): ContentField {
  const mediaType = content.mediaType === '*/*' ? 'application/json' : content.mediaType;
  const schema = schemas.read(content.schema);
  const isForm = /^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(mediaType);
  if (isForm && schema.properties.length > 0) {
    const fields = schema.properties
      .slice(0, maxFields)
      .map(([name, property], index) =>
        formField(name, property, schema, schemas, `${at}-${index}`, `body.${at}.${name}`),
      );
    return { mediaType, kind: 'fields', whole: undefined, fields };
  }
  const isFile = isBinary(mediaType, schema);
  const sample = content.samples.find(({ text }) => text !== null)?.text ?? '';
  const whole: ConsoleField = {
    key: `body.${at}`,
    id: `console-body-${at}`,
    label: isFile ? 'File' : 'Body',
    kind: isFile ? 'file' : 'json',
    hint: isFile ? 'At most 5 MiB.' : '',
    initial: isFile ? '' : sample,
    placeholder: '',
    options: [],
    required,
    deprecated: false,
  };
  return { mediaType, kind: isFile ? 'file' : 'text', whole, fields: [] };
}

function formField(
  name: string,
  property: JsonValue,
  form: FieldSchema,
  schemas: ConsoleSchemas,
  id: string,
  key: string,
): ContentField['fields'][number] {
  const schema = schemas.read(property);
  const items = schema.type === 'array' ? schemas.read(schema.schema['items']) : schema;
  const isFile =
    items.format === 'binary' || items.format === 'base64' || items.schema['contentMediaType'] !== undefined;
  const kind = isFile ? 'file' : schema.type === 'object' ? 'json' : kindOf(name, schema);
  const required = form.required.includes(name);
  const given = { schema: property, example: null };
  const description = schema.schema['description'];
  return {
    key,
    id: `console-part-${id}`,
    name,
    label: name,
    kind,
    hint: hintOf(typeof description === 'string' ? description : '', kind, schema),
    initial: isFile || kind === 'secret' || !required ? '' : shownValue(schemas.example(given), kind),
    placeholder: required || isFile ? '' : shownValue(schemas.given(given), kind).split('\n', 1)[0]!,
    options: kind === 'select' ? optionsOf(schema) : [],
    required,
    deprecated: schema.schema['deprecated'] === true,
    schema,
  };
}

function kindOf(name: string, schema: FieldSchema): FieldKind {
  if (isSensitiveName(name) && schema.type === 'string' && schema.options.length === 0) return 'secret';
  if (schema.type === 'array') return 'lines';
  if (schema.type === 'boolean' || schema.options.length > 0) return 'select';
  return 'text';
}

function optionsOf(schema: FieldSchema): string[] {
  return schema.options.length > 0 ? schema.options : ['true', 'false'];
}

function isBinary(mediaType: string, schema: FieldSchema): boolean {
  if (schema.format === 'binary') return true;
  return /^(image|audio|video|font)\/|^application\/(octet-stream|pdf|zip|gzip)\b/i.test(mediaType);
}

function hintOf(description: string, kind: FieldKind, schema: FieldSchema): string {
  const [line = ''] = description
    .replace(/[*_`#]|<[^>]*>/g, '')
    .trim()
    .split('\n', 1);
  const how = kind === 'lines' ? `One a line${schema.options.length > 0 ? `: ${schema.options.join(', ')}` : ''}.` : '';
  return [cut(line, maxHintLength), how].filter((text) => text !== '').join(' ');
}

function shownValue(value: JsonValue, kind: FieldKind): string {
  if (value === null) return '';
  if (kind === 'lines') return (Array.isArray(value) ? value : [value]).map(plainText).join('\n');
  if (kind === 'json' && typeof value === 'object') return JSON.stringify(value, null, 2);
  return plainText(value);
}
