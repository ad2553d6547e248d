import { cutText } from './cut-text.js';
import { get, isObject, type Json } from './json.js';
import type { ContentModel } from './reference-model.js';
import { FORM, MULTIPART } from './read-operation-v2.js';
import { formText, isJson } from './sample-request.js';
import type { SampleUse, SchemaAt } from './sample-schema.js';
import { sampleValues, type SampleValue } from './sample-values.js';

/** Characters of one sample that a page shows. */
export const MAX_SAMPLE_CHARACTERS = 25_000;

/** What a body may look like, to be read and not sent. */
export interface ContentSample extends Omit<SampleValue, 'value'> {
  /** Indented where it is JSON; null: it stands elsewhere. */
  text: string | null;
}

/** The examples that the document gives of a body, or else one made from the schema where that tells anything. */
export function sampleContent(content: ContentModel, schemaAt: SchemaAt, use: SampleUse): ContentSample[] {
  return sampleValues(content, schemaAt, use).flatMap(({ value, ...sample }): ContentSample[] => {
    if (sample.made && (content.schema === null || value === null || !isMakeable(content.mediaType))) return [];
    if (sample.externalValue !== undefined) return [{ ...sample, text: null }];
    return [{ ...sample, text: shortened(textOf(content, value)) }];
  });
}

/** The value of a schema as JSON, or null where nothing can be made of it. */
export function sampleText(content: Pick<ContentModel, 'schema'>, schemaAt: SchemaAt): ContentSample | null {
  return sampleContent({ ...content, mediaType: 'application/json', example: null }, schemaAt, 'answer')[0] ?? null;
}

function isMakeable(mediaType: string): boolean {
  return isJson(mediaType) || mediaType === FORM || mediaType === MULTIPART;
}

function textOf({ mediaType, schema }: ContentModel, value: Json): string {
  if (typeof value === 'string') return value;
  if (mediaType === FORM && isObject(value)) return formText(value);
  if (mediaType === MULTIPART && isObject(value)) return partsText(value, schema);
  return JSON.stringify(value, null, 2);
}

/** A part a line, as curl takes them. */
function partsText(value: { [name: string]: Json }, schema: Json): string {
  const lines = Object.entries(value).map(([name, field]) => {
    const isFile = get(get(get(schema, 'properties'), name), 'format') === 'binary';
    return `${name}=${isFile ? '@example.bin' : typeof field === 'string' ? field : JSON.stringify(field)}`;
  });
  return lines.join('\n');
}

function shortened(text: string): string {
  if (text.length <= MAX_SAMPLE_CHARACTERS) return text;
  return `${cutText(text, MAX_SAMPLE_CHARACTERS)}… (cut)`;
}
