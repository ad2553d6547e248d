import { entriesOf, get, type Json, textOf } from './json.js';
import type {
  ContentModel,
  HeaderModel,
  OperationDefinition,
  ParameterModel,
  RequestBodyModel,
  ResponseModel,
} from './reference-model.js';
import { readSecurity, readServers } from './read-head.js';
import { pointerOf, type SpecContext } from './spec-context.js';

/** Reads operations of OpenAPI 3.0 and 3.1. What several operations share is read once. */
export class OperationReaderV3 {
  private readonly parameters = new WeakMap<object, ParameterModel>();
  private readonly responses = new WeakMap<object, Omit<ResponseModel, 'status'>>();
  private readonly bodies = new WeakMap<object, RequestBodyModel>();

  constructor(private readonly context: SpecContext) {}

  read(operation: Json, pathItem: Json, tokens: readonly string[]): OperationDefinition {
    const pointer = pointerOf(tokens);
    const { root } = this.context;
    const servers = readServers(get(operation, 'servers') ?? get(pathItem, 'servers'));
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
      security: readSecurity(get(operation, 'security') ?? get(root, 'security')),
      servers,
    };
  }

  private parameter(raw: Json, pointer: string): ParameterModel | null {
    const resolved = this.context.resolve(raw, pointer);
    if (resolved.kind === 'missing') return null;
    if (resolved.kind === 'external') return { in: '', ...emptyHeader(''), externalRef: resolved.ref };
    const known = this.parameters.get(resolved.value);
    if (known !== undefined) return known;
    const model = { in: textOf(resolved.value.in), ...this.header(textOf(resolved.value.name), resolved.value) };
    if (model.in === 'path') model.required = true;
    this.parameters.set(resolved.value, model);
    return model;
  }

  private header(name: string, value: Json): HeaderModel {
    const content = this.contents(get(value, 'content'))[0];
    return {
      name,
      required: get(value, 'required') === true,
      deprecated: get(value, 'deprecated') === true,
      description: textOf(get(value, 'description')),
      schema: get(value, 'schema') ?? content?.schema ?? null,
      example: this.example(value) ?? content?.example ?? null,
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
      contents: this.contents(resolved.value.content),
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
    const model = {
      description: textOf(resolved.value.description),
      headers: this.headers(get(resolved.value, 'headers'), pointer),
      contents: this.contents(get(resolved.value, 'content')),
    };
    this.responses.set(resolved.value, model);
    return { status, ...model };
  }

  private contents(value: Json | undefined): ContentModel[] {
    return entriesOf(value).map(([mediaType, media]) => ({
      mediaType,
      schema: get(media, 'schema') ?? null,
      example: this.example(media),
    }));
  }

  /** `example`, or the value of the first of `examples`. */
  private example(value: Json): Json | null {
    const single = get(value, 'example');
    if (single !== undefined) return this.context.cutExample(single);
    const first = entriesOf(get(value, 'examples'))[0]?.[1];
    if (first === undefined) return null;
    const ref = get(first, '$ref');
    const resolved = typeof ref === 'string' ? this.context.resolve(first, ref) : null;
    return this.context.cutExample(get(resolved?.kind === 'local' ? resolved.value : first, 'value'));
  }
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
