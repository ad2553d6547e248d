import { entriesOf, get, type Json, type JsonObject, textOf } from './json.js';
import type {
  CallbackModel,
  ContentModel,
  EncodingModel,
  ExchangeModel,
  HeaderModel,
  OperationDefinition,
  ParameterModel,
  RequestBodyModel,
  ResponseModel,
} from './reference-model.js';
import { MAX_CALLBACKS } from './limits.js';
import { METHODS } from './methods.js';
import { readExamples } from './read-example.js';
import { readExternalDocs, readSecurity, readServers } from './read-head.js';
import { LinkReader } from './read-links.js';
import { pointerOf, type SpecContext } from './spec-context.js';

/** Reads operations of OpenAPI 3.0 and 3.1. What several operations share is read once. */
export class OperationReaderV3 {
  private readonly parameters = new WeakMap<object, ParameterModel>();
  private readonly responses = new WeakMap<object, Omit<ResponseModel, 'status'>>();
  private readonly bodies = new WeakMap<object, RequestBodyModel>();
  private readonly links: LinkReader;

  constructor(private readonly context: SpecContext) {
    this.links = new LinkReader(context);
  }

  read(operation: Json, pathItem: Json, tokens: readonly string[]): OperationDefinition {
    const pointer = pointerOf(tokens);
    const { root } = this.context;
    const servers = readServers(get(operation, 'servers') ?? get(pathItem, 'servers'));
    const callbacks = this.callbacks(get(operation, 'callbacks'), `${pointer}/callbacks`);
    return {
      ...this.exchange(operation, pathItem, pointer),
      security: readSecurity(get(operation, 'security') ?? get(root, 'security')),
      servers: servers.map(({ url }) => url),
      ...(callbacks.length === 0 ? {} : { callbacks }),
      ...readExternalDocs(operation),
    };
  }

  private exchange(operation: Json, pathItem: Json, pointer: string): ExchangeModel {
    return {
      parameters: mergeParameters(
        [get(pathItem, 'parameters'), get(operation, 'parameters')].flatMap((list) =>
          (Array.isArray(list) ? list : []).flatMap((raw) => this.parameter(raw, pointer) ?? []),
        ),
      ),
      requestBody: this.requestBody(get(operation, 'requestBody'), `${pointer}/requestBody`),
      responses: entriesOf(get(operation, 'responses'))
        .filter(([status]) => !status.startsWith('x-'))
        .flatMap(([status, raw]) => this.response(status, raw, `${pointer}/responses/${status}`) ?? []),
    };
  }

  private parameter(raw: Json, pointer: string): ParameterModel | null {
    const resolved = this.context.resolve(raw, pointer);
    if (resolved.kind === 'missing') return null;
    if (resolved.kind === 'external') return { in: '', ...emptyHeader(''), externalRef: resolved.ref };
    const { value } = resolved;
    const known = this.parameters.get(value);
    if (known !== undefined) return known;
    const place = textOf(value.in);
    const model: ParameterModel = { in: place, ...this.header(textOf(value.name), value, place) };
    if (place === 'path') model.required = true;
    if (value.allowReserved === true) model.allowReserved = true;
    if (value.allowEmptyValue === true) model.allowEmptyValue = true;
    this.parameters.set(value, model);
    return model;
  }

  private header(name: string, value: JsonObject, place = 'header'): HeaderModel {
    const content = this.contents(value.content)[0];
    const { example, examples } = readExamples(value, this.context);
    const shown = example === null && examples === undefined ? content : { example, examples };
    return {
      name,
      required: value.required === true,
      deprecated: value.deprecated === true,
      description: textOf(value.description),
      schema: get(value, 'schema') ?? content?.schema ?? null,
      example: shown?.example ?? null,
      ...(shown?.examples === undefined ? {} : { examples: shown.examples }),
      ...(content === undefined ? {} : { mediaType: content.mediaType }),
      ...styleOf(value, place === 'query' || place === 'cookie' ? 'form' : 'simple'),
    };
  }

  private headers(value: Json | undefined, pointer: string): HeaderModel[] {
    return entriesOf(value).flatMap(([name, raw]) => {
      const resolved = this.context.resolve(raw, pointer);
      if (resolved.kind === 'missing') return [];
      if (resolved.kind === 'external') return [{ ...emptyHeader(name), externalRef: resolved.ref }];
      return [this.header(name, resolved.value)];
    });
  }

  private requestBody(raw: Json | undefined, pointer: string): RequestBodyModel | null {
    if (raw === undefined) return null;
    const resolved = this.context.resolve(raw, pointer);
    if (resolved.kind === 'missing') return null;
    if (resolved.kind === 'external')
      return { description: '', required: false, contents: [], externalRef: resolved.ref };
    const known = this.bodies.get(resolved.value);
    if (known !== undefined) return known;
    const model = {
      description: textOf(resolved.value.description),
      required: resolved.value.required === true,
      contents: this.contents(resolved.value.content, pointer),
    };
    this.bodies.set(resolved.value, model);
    return model;
  }

  private response(status: string, raw: Json, pointer: string): ResponseModel | null {
    const resolved = this.context.resolve(raw, pointer);
    if (resolved.kind === 'missing') return null;
    if (resolved.kind === 'external')
      return { status, description: '', headers: [], contents: [], externalRef: resolved.ref };
    const known = this.responses.get(resolved.value);
    if (known !== undefined) return { status, ...known };
    const links = this.links.read(get(resolved.value, 'links'), pointer);
    const model = {
      description: textOf(resolved.value.description),
      headers: this.headers(get(resolved.value, 'headers'), pointer),
      contents: this.contents(get(resolved.value, 'content'), pointer),
      ...(links.length === 0 ? {} : { links }),
    };
    this.responses.set(resolved.value, model);
    return { status, ...model };
  }

  private contents(value: Json | undefined, pointer = ''): ContentModel[] {
    return entriesOf(value).map(([mediaType, media]) => {
      const encoding = this.encoding(get(media, 'encoding'), pointer);
      return {
        mediaType,
        schema: get(media, 'schema') ?? null,
        ...readExamples(media, this.context),
        ...(encoding.length === 0 ? {} : { encoding }),
      };
    });
  }

  private encoding(value: Json | undefined, pointer: string): EncodingModel[] {
    return entriesOf(value).map(([name, raw]) => {
      const contentType = textOf(get(raw, 'contentType'));
      const headers = this.headers(get(raw, 'headers'), pointer);
      return {
        name,
        ...(contentType === '' ? {} : { contentType }),
        ...styleOf(raw, 'form'),
        ...(get(raw, 'allowReserved') === true ? { allowReserved: true } : {}),
        ...(headers.length === 0 ? {} : { headers }),
      };
    });
  }

  private callbacks(value: Json | undefined, pointer: string): CallbackModel[] {
    const callbacks: CallbackModel[] = [];
    for (const [name, raw] of entriesOf(value)) {
      const resolved = this.context.resolve(raw, pointer);
      if (resolved.kind !== 'local') continue;
      for (const [expression, item] of Object.entries(resolved.value)) {
        const found = expression.startsWith('x-') ? null : this.context.resolve(item, pointer);
        if (found?.kind !== 'local') continue;
        for (const method of METHODS) {
          const operation = get(found.value, method);
          if (operation === undefined || callbacks.length === MAX_CALLBACKS) continue;
          callbacks.push({
            name,
            expression,
            method: method.toUpperCase(),
            summary: textOf(get(operation, 'summary')),
            description: textOf(get(operation, 'description')),
            deprecated: get(operation, 'deprecated') === true,
            ...this.exchange(operation, found.value, pointer),
          });
        }
      }
    }
    return callbacks;
  }
}

/** `style` and `explode` where they are not what holds without them. */
function styleOf(value: Json, usual: string): { style?: string; explode?: boolean } {
  const style = textOf(get(value, 'style')) || usual;
  const explode = get(value, 'explode');
  return {
    ...(style === usual ? {} : { style }),
    ...(typeof explode !== 'boolean' || explode === (style === 'form') ? {} : { explode }),
  };
}

function emptyHeader(name: string): HeaderModel {
  return { name, required: false, deprecated: false, description: '', schema: null, example: null };
}

/** The later one of two with the same place and name holds: an operation's parameter replaces its path's. */
export function mergeParameters(parameters: readonly ParameterModel[]): ParameterModel[] {
  const merged = new Map<string, ParameterModel>();
  for (const parameter of parameters)
    merged.set(parameter.externalRef ?? `${parameter.in}\n${parameter.name}`, parameter);
  return [...merged.values()];
}
