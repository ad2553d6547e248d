import { entriesOf, get, isObject, type Json, type JsonObject, listOf, textOf, textsOf } from './json.js';
import { readServersV2 } from './read-head.js';
import { FORM, MULTIPART, SCHEMA_KEYWORDS } from './read-operation-v2.js';
import { pointerOf, SpecContext } from './spec-context.js';

/** A 2.0 document as 3.0. */
export interface UpgradedDocument {
  root: JsonObject;
  /** Where the objects that moved stood before: a pointer into the 2.0 document. */
  origins: ReadonlyMap<object, string>;
}

/** How lists are written; `multi` repeats the name. */
const STYLES: ReadonlyMap<string, JsonObject> = new Map([
  ['multi', { style: 'form', explode: true }],
  ['ssv', { style: 'spaceDelimited', explode: false }],
  ['tsv', { style: 'tabDelimited', explode: false }],
  ['pipes', { style: 'pipeDelimited', explode: false }],
]);

const FLOWS: ReadonlyMap<string, string> = new Map([
  ['application', 'clientCredentials'],
  ['accessCode', 'authorizationCode'],
]);

/**
 * Gives an OpenAPI 2.0 document the shape of 3.0. Schemas are taken over as they are: `definitions` stays where it is,
 * so that references to it still lead there. The document itself is not changed; nothing outside of it is looked at.
 */
export function upgradeV2(root: JsonObject): UpgradedDocument {
  return new Upgrade(root).run();
}

class Upgrade {
  private readonly origins = new Map<object, string>();
  private readonly context: SpecContext;
  /** What several operations share stays one object, by what it is written from and the media types. */
  private readonly made = new Map<object, Map<string, JsonObject>>();

  constructor(private readonly root: JsonObject) {
    this.context = new SpecContext(root);
  }

  run(): UpgradedDocument {
    const { swagger: _, host: __, basePath: ___, schemes: ____, securityDefinitions, paths, ...rest } = this.root;
    const shared = entriesOf(get(this.root, 'parameters')).map(([name, raw]): [string, Json] => {
      return [name, this.parameter(raw, pointerOf(['parameters', name]))];
    });
    const servers = readServersV2(this.root).map((url) => ({ url }));
    this.origins.set(servers, Object.hasOwn(this.root, 'host') ? '#/host' : '#/basePath');
    const root: JsonObject = {
      ...rest,
      openapi: '3.0.3',
      parameters: Object.fromEntries(shared),
      ...(servers.length > 0 ? { servers } : {}),
      components: { securitySchemes: this.securitySchemes(securityDefinitions) },
      paths: Object.fromEntries(entriesOf(paths).map(([path, item]) => [path, this.pathItem(item, ['paths', path])])),
    };
    return { root, origins: this.origins };
  }

  private pathItem(item: Json, tokens: readonly string[]): Json {
    if (!isObject(item)) return item;
    const common = listOf(get(item, 'parameters')).map((raw, at) => ({
      raw,
      pointer: pointerOf([...tokens, 'parameters', String(at)]),
    }));
    return Object.fromEntries(
      Object.entries(item).map(([key, value]): [string, Json] => {
        if (key === 'parameters') return [key, common.map(({ raw, pointer }) => this.parameter(raw, pointer))];
        return [key, key.startsWith('x-') || key === '$ref' ? value : this.operation(value, common, [...tokens, key])];
      }),
    );
  }

  private operation(operation: Json, common: readonly Written[], tokens: readonly string[]): Json {
    if (!isObject(operation)) return operation;
    const own = listOf(get(operation, 'parameters')).map((raw, at) => ({
      raw,
      pointer: pointerOf([...tokens, 'parameters', String(at)]),
    }));
    const consumes = textsOf(get(operation, 'consumes') ?? get(this.root, 'consumes'));
    const produces = textsOf(get(operation, 'produces') ?? get(this.root, 'produces'));
    const requestBody = this.requestBody([...common, ...own], consumes);
    const responses = entriesOf(get(operation, 'responses')).map(([status, raw]): [string, Json] => {
      return [status, this.response(raw, produces, pointerOf([...tokens, 'responses', status]))];
    });
    return {
      ...operation,
      parameters: own.map(({ raw, pointer }) => this.parameter(raw, pointer)),
      ...(requestBody === null ? {} : { requestBody }),
      responses: Object.fromEntries(responses),
    };
  }

  /** Bodies and form fields leave a gap, so that the others stay where they are. */
  private parameter(raw: Json, pointer: string): Json {
    const resolved = this.context.resolve(raw, pointer);
    if (resolved.kind !== 'local' || isBodyPart(resolved.value)) return null;
    if (resolved.value !== raw) return raw;
    return { ...this.header(resolved.value, pointer), name: textOf(raw.name), in: textOf(raw.in) };
  }

  private header(value: JsonObject, pointer: string): JsonObject {
    const schema = schemaOf(value);
    this.origins.set(schema, pointer);
    const lists = { style: value.in === 'query' ? 'form' : 'simple', explode: false };
    const written = value.type === 'array' ? (STYLES.get(textOf(get(value, 'collectionFormat'))) ?? lists) : {};
    const kept = Object.entries(value).filter(([key]) => !SCHEMA_KEYWORDS.has(key));
    return { ...Object.fromEntries(kept), ...written, schema };
  }

  private requestBody(written: readonly Written[], consumes: readonly string[]): JsonObject | null {
    const parts = written.flatMap(({ raw, pointer }) => {
      const resolved = this.context.resolve(raw, pointer);
      if (resolved.kind !== 'local' || !isBodyPart(resolved.value)) return [];
      return [{ value: resolved.value, pointer: resolved.value === raw ? pointer : textOf(get(raw, '$ref')) }];
    });
    const body = parts.find(({ value }) => value.in === 'body');
    if (body !== undefined) return this.body(body.value, body.pointer, consumes);
    const fields = parts.filter(({ value }) => value.in === 'formData');
    if (fields.length === 0) return null;
    const required = fields.filter(({ value }) => value.required === true);
    const properties = fields.map(({ value, pointer }): [string, Json] => {
      const schema = { ...schemaOf(value), ...(value.deprecated === true ? { deprecated: true } : {}) };
      this.origins.set(schema, pointer);
      return [textOf(value.name), schema];
    });
    const schema: JsonObject = {
      type: 'object',
      required: required.map(({ value }) => textOf(value.name)),
      properties: Object.fromEntries(properties),
    };
    const forms = consumes.filter((mediaType) => mediaType === FORM || mediaType === MULTIPART);
    const hasFile = fields.some(({ value }) => value.type === 'file');
    const content = contentOf(forms.length > 0 ? forms : [hasFile ? MULTIPART : FORM], schema);
    return { required: required.length > 0, content };
  }

  private body(value: JsonObject, pointer: string, consumes: readonly string[]): JsonObject {
    return this.once(value, consumes.join('\0'), () => {
      const schema = get(value, 'schema') ?? {};
      if (isObject(schema)) this.origins.set(schema, `${pointer}/schema`);
      const mediaTypes = consumes.length > 0 ? consumes : ['application/json'];
      const body = { required: value.required === true, content: contentOf(mediaTypes, schema) };
      this.origins.set(body, pointer);
      return body;
    });
  }

  private response(raw: Json, produces: readonly string[], pointer: string): Json {
    const resolved = this.context.resolve(raw, pointer);
    if (resolved.kind !== 'local') return raw;
    const { value } = resolved;
    return this.once(value, produces.join('\0'), () => {
      const origin = value === raw ? pointer : textOf(get(raw, '$ref'));
      const schema = get(value, 'schema');
      if (isObject(schema)) this.origins.set(schema, `${origin}/schema`);
      const headers = entriesOf(get(value, 'headers')).map(([name, header]): [string, Json] => {
        return [name, isObject(header) ? this.header(header, `${origin}/headers/${name}`) : header];
      });
      const mediaTypes = produces.length > 0 ? produces : ['application/json'];
      const content = schema === undefined ? {} : contentOf(mediaTypes, schema);
      const response = { headers: Object.fromEntries(headers), content };
      this.origins.set(response, origin);
      return response;
    });
  }

  private securitySchemes(definitions: Json | undefined): JsonObject {
    const schemes = entriesOf(definitions).map(([name, raw]): [string, Json] => {
      const scheme = isObject(raw) ? securityScheme(raw) : {};
      this.origins.set(scheme, pointerOf(['securityDefinitions', name]));
      return [name, scheme];
    });
    return Object.fromEntries(schemes);
  }

  private once(value: object, key: string, make: () => JsonObject): JsonObject {
    let made = this.made.get(value);
    if (made === undefined) this.made.set(value, (made = new Map<string, JsonObject>()));
    let object = made.get(key);
    if (object === undefined) made.set(key, (object = make()));
    return object;
  }
}

/** A parameter as it stands in the document. */
interface Written {
  raw: Json;
  pointer: string;
}

function isBodyPart(parameter: JsonObject): boolean {
  return parameter.in === 'body' || parameter.in === 'formData';
}

function schemaOf(value: JsonObject): JsonObject {
  const kept = Object.entries(value).filter(([key]) => SCHEMA_KEYWORDS.has(key) || key === 'x-nullable');
  return { ...Object.fromEntries(kept), ...(value.type === 'file' ? { type: 'string', format: 'binary' } : {}) };
}

function contentOf(mediaTypes: readonly string[], schema: Json): JsonObject {
  return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema }]));
}

function securityScheme(raw: JsonObject): JsonObject {
  if (raw.type === 'basic') return { type: 'http', scheme: 'basic' };
  if (raw.type !== 'oauth2') return { ...raw };
  const flow = textOf(get(raw, 'flow'));
  const { authorizationUrl, tokenUrl, scopes } = raw;
  const described = Object.entries({ authorizationUrl, tokenUrl, scopes }).filter(([, value]) => value !== undefined);
  return { type: 'oauth2', flows: { [FLOWS.get(flow) ?? flow]: Object.fromEntries(described) as JsonObject } };
}
