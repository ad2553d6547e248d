import { entriesOf, get, type Json, type JsonObject, textOf, textsOf } from './json.js';
import { readExternalDocs, readSecurity } from './read-head.js';
import { mergeParameters } from './read-operation-v3.js';
import type {
  ContentModel,
  HeaderModel,
  OperationDefinition,
  ParameterModel,
  RequestBodyModel,
  ResponseModel,
  Schema,
} from './reference-model.js';
import { pointerOf, type SpecContext } from './spec-context.js';

/** What of a 2.0 parameter or header is its schema, written beside the rest. */
export const SCHEMA_KEYWORDS: ReadonlySet<string> = new Set([
  'type',
  'format',
  'items',
  'default',
  'enum',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'multipleOf',
]);
const COLLECTION_STYLES = new Map([
  ['ssv', 'spaceDelimited'],
  ['tsv', 'tabDelimited'],
  ['pipes', 'pipeDelimited'],
]);
export const FORM = 'application/x-www-form-urlencoded';
export const MULTIPART = 'multipart/form-data';

/** Reads operations of OpenAPI 2.0 into the same model: `body` and `formData` parameters become the request body. */
export class OperationReaderV2 {
  private readonly schemas = new WeakMap<object, Schema>();

  constructor(private readonly context: SpecContext) {}

  read(operation: Json, pathItem: Json, tokens: readonly string[]): OperationDefinition {
    const pointer = pointerOf(tokens);
    const { root } = this.context;
    const consumes = textsOf(get(operation, 'consumes') ?? get(root, 'consumes'));
    const produces = textsOf(get(operation, 'produces') ?? get(root, 'produces'));
    const all = [get(pathItem, 'parameters'), get(operation, 'parameters')].flatMap((list) =>
      (Array.isArray(list) ? list : []).flatMap((raw) => this.parameter(raw, pointer) ?? []),
    );
    const merged = mergeParameters(all);
    return {
      parameters: merged.filter((parameter) => parameter.in !== 'body' && parameter.in !== 'formData'),
      requestBody: this.requestBody(merged, consumes),
      responses: entriesOf(get(operation, 'responses'))
        .filter(([status]) => !status.startsWith('x-'))
        .flatMap(([status, raw]) => this.response(status, raw, produces, `${pointer}/responses/${status}`) ?? []),
      security: readSecurity(get(operation, 'security') ?? get(root, 'security')),
      servers: [],
      ...readExternalDocs(operation),
    };
  }

  private parameter(raw: Json, pointer: string): ParameterModel | null {
    const resolved = this.context.resolve(raw, pointer);
    if (resolved.kind === 'missing') return null;
    if (resolved.kind === 'external')
      return {
        in: '',
        name: '',
        required: false,
        deprecated: false,
        description: '',
        schema: null,
        example: null,
        externalRef: resolved.ref,
      };
    const { value } = resolved;
    return {
      in: textOf(value.in),
      ...this.header(textOf(value.name), value),
      ...(value.allowEmptyValue === true ? { allowEmptyValue: true } : {}),
    };
  }

  private header(name: string, value: JsonObject): HeaderModel {
    return {
      name,
      required: value.required === true || value.in === 'path',
      deprecated: false,
      description: textOf(get(value, 'description')),
      schema: get(value, 'schema') ?? this.schema(value),
      example: this.context.cutExample(get(value, 'x-example') ?? get(value, 'example')),
      ...(value.type === 'array' ? styleOf(value) : {}),
    };
  }

  private schema(value: JsonObject): Schema {
    const known = this.schemas.get(value);
    if (known !== undefined) return known;
    const keywords = Object.entries(value).filter(([key]) => SCHEMA_KEYWORDS.has(key));
    const schema = Object.fromEntries(keywords);
    if (schema.type === 'file') Object.assign(schema, { type: 'string', format: 'binary' });
    this.schemas.set(value, schema);
    return schema;
  }

  private requestBody(parameters: readonly ParameterModel[], consumes: readonly string[]): RequestBodyModel | null {
    const body = parameters.find((parameter) => parameter.in === 'body');
    if (body !== undefined) {
      const mediaTypes = consumes.length > 0 ? consumes : ['application/json'];
      const contents = mediaTypes.map((mediaType) => ({ mediaType, schema: body.schema, example: body.example }));
      return { description: body.description, required: body.required, contents };
    }
    const fields = parameters.filter((parameter) => parameter.in === 'formData');
    if (fields.length === 0) return null;
    const schema: Schema = {
      type: 'object',
      required: fields.filter((field) => field.required).map((field) => field.name),
      properties: Object.fromEntries(fields.map((field) => [field.name, describedSchema(field)])),
    };
    const hasFile = fields.some((field) => get(field.schema ?? null, 'format') === 'binary');
    const forms = consumes.filter((mediaType) => mediaType === FORM || mediaType === MULTIPART);
    const mediaTypes = forms.length > 0 ? forms : [hasFile ? MULTIPART : FORM];
    return {
      description: '',
      required: fields.some((field) => field.required),
      contents: mediaTypes.map((mediaType) => ({ mediaType, schema, example: null })),
    };
  }

  private response(status: string, raw: Json, produces: readonly string[], pointer: string): ResponseModel | null {
    const resolved = this.context.resolve(raw, pointer);
    if (resolved.kind === 'missing') return null;
    if (resolved.kind === 'external')
      return { status, description: '', headers: [], contents: [], externalRef: resolved.ref };
    return {
      status,
      description: textOf(resolved.value.description),
      headers: entriesOf(get(resolved.value, 'headers')).flatMap(([name, header]) => {
        const found = this.context.resolve(header, pointer);
        return found.kind === 'local' ? [this.header(name, found.value)] : [];
      }),
      contents: this.contents(resolved.value, produces),
    };
  }

  private contents(response: JsonObject, produces: readonly string[]): ContentModel[] {
    const schema = get(response, 'schema') ?? null;
    const examples = new Map(entriesOf(get(response, 'examples')));
    const named = schema === null ? [] : produces.length > 0 ? produces : ['application/json'];
    return [...new Set([...named, ...examples.keys()])].map((mediaType) => ({
      mediaType,
      schema,
      example: this.context.cutExample(examples.get(mediaType)),
    }));
  }
}

/** How 2.0 joins a list, in the words of 3.x; absent where that is what holds without a word. */
function styleOf(value: JsonObject): { style?: string; explode?: boolean } {
  const format = textOf(value.collectionFormat);
  const named = COLLECTION_STYLES.get(format);
  if (named !== undefined) return { style: named };
  const isForm = value.in === 'query' || value.in === 'formData';
  return isForm && format !== 'multi' ? { explode: false } : {};
}

function describedSchema(field: ParameterModel): Schema {
  const schema = typeof field.schema === 'object' && !Array.isArray(field.schema) ? field.schema : {};
  return field.description === '' ? schema : { ...schema, description: field.description };
}
