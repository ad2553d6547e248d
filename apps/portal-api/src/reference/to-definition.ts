import type {
  JsonValue,
  ReferenceBodyDto,
  ReferenceContentDto,
  ReferenceDefinitionDto,
  ReferenceExampleDto,
  ReferenceHeaderDto,
  ReferenceParameterDto,
  ReferenceResponseDto,
  ReferenceSecuritySchemeDto,
} from '#contract';
import {
  type ContentModel,
  type ExampleModel,
  type HeaderModel,
  type OperationDefinition,
  type ParameterModel,
  type RequestBodyModel,
  type ResponseModel,
  sampleContent,
  type SampleUse,
  type SchemaAt,
  schemeWords,
  type SecuritySchemeSummary,
} from '#openapi';
import type { StoredDefinition } from '../specs/operation.store.js';

/** What is stored of an operation as a page shows it, with samples of all bodies. */
export function toDefinition(
  stored: StoredDefinition,
  { schemaAt, schemes, isWhole }: { schemaAt: SchemaAt; schemes: SecuritySchemeSummary[]; isWhole: boolean },
): ReferenceDefinitionDto {
  const { description, security, servers, callbacks, externalDocs, refsTruncated } = stored;
  // Who calls sends the body of an operation; that of a callback is what the API sends.
  const exchangeOf = ({ parameters, requestBody, responses }: Exchange, sent: SampleUse, answered: SampleUse) => ({
    parameters: parameters.map(toParameter),
    requestBody: requestBody && toBody(requestBody, schemaAt, sent),
    responses: responses.map((response) => toResponse(response, schemaAt, answered)),
  });
  return {
    description,
    ...exchangeOf(stored, 'request', 'answer'),
    ...(callbacks === undefined
      ? {}
      : { callbacks: callbacks.map((callback) => ({ ...callback, ...exchangeOf(callback, 'answer', 'request') })) }),
    ...(externalDocs === undefined ? {} : { externalDocs }),
    security,
    securitySchemes: schemes.map((scheme) => toScheme(scheme, security)),
    servers,
    refsTruncated: refsTruncated || !isWhole,
  };
}

type Exchange = Pick<OperationDefinition, 'parameters' | 'requestBody' | 'responses'>;

function toParameter({ in: place, allowReserved, allowEmptyValue, ...header }: ParameterModel): ReferenceParameterDto {
  return {
    in: place,
    ...toHeader(header),
    ...(allowReserved === undefined ? {} : { allowReserved }),
    ...(allowEmptyValue === undefined ? {} : { allowEmptyValue }),
  };
}

function toHeader({ examples, ...header }: HeaderModel): ReferenceHeaderDto {
  return {
    ...header,
    example: header.example ?? examples?.[0]?.value ?? null,
    ...(examples === undefined ? {} : { examples: examples.map(toExample) }),
  };
}

function toExample({ summary = '', description = '', ...example }: ExampleModel): ReferenceExampleDto {
  return { ...example, summary, description };
}

function toBody(body: RequestBodyModel, schemaAt: SchemaAt, use: SampleUse): ReferenceBodyDto {
  return { ...body, contents: body.contents.map((content) => toContent(content, schemaAt, use)) };
}

function toResponse(response: ResponseModel, schemaAt: SchemaAt, use: SampleUse): ReferenceResponseDto {
  return {
    ...response,
    headers: response.headers.map(toHeader),
    contents: response.contents.map((content) => toContent(content, schemaAt, use)),
  };
}

function toContent(content: ContentModel, schemaAt: SchemaAt, use: SampleUse): ReferenceContentDto {
  const { mediaType, schema, encoding } = content;
  const samples = sampleContent(content, schemaAt, use);
  if (encoding === undefined) return { mediaType, schema, samples };
  const encoded = encoding.map(({ headers, ...way }) => {
    return { ...way, ...(headers === undefined ? {} : { headers: headers.map(toHeader) }) };
  });
  return { mediaType, schema, encoding: encoded, samples };
}

/** A scheme; where it is shown with requirements, with no other scopes than those that they name. */
export function toScheme(
  scheme: SecuritySchemeSummary,
  security?: OperationDefinition['security'],
): ReferenceSecuritySchemeDto {
  const { flows, ...rest } = scheme;
  const words = schemeWords(scheme);
  if (flows === undefined) return { ...rest, words };
  const required =
    security && new Set(security.flat().flatMap((one) => (one.scheme === scheme.name ? one.scopes : [])));
  const shown = flows.map(({ scopes, ...flow }) => {
    return { ...flow, scopes: scopes.filter(({ name }) => required?.has(name) ?? true) };
  });
  return { ...rest, words, flows: shown };
}

/** Components by pointer. */
export function toComponents(rows: ComponentRow[]): Record<string, JsonValue> {
  return Object.fromEntries(rows.map(({ pointer, definition }) => [pointer, definition]));
}

export interface ComponentRow {
  pointer: string;
  definition: JsonValue;
}
