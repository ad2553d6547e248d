import type { Json } from './json.js';
import type { SpecFormat } from './parse-document.js';

export type OpenApiLine = '2.0' | '3.0' | '3.1';

/** A JSON Schema; a local `$ref` in it is the `pointer` of a ComponentRow, any other is external and never followed. */
export type Schema = Json;

/** Words elsewhere; the address is as written. */
export interface ExternalDocs {
  url: string;
  description: string;
}

/** An example that has a name in the document. */
export interface ExampleModel {
  name: string;
  summary?: string;
  description?: string;
  /** Null where it stands elsewhere. */
  value: Json | null;
  /** Where it stands: not followed. */
  externalValue?: string;
}

/** What is absent is as OpenAPI says by default; in rows of older readings it may be absent because nobody looked. */
export interface HeaderModel {
  name: string;
  required: boolean;
  deprecated: boolean;
  description: string;
  schema: Schema | null;
  /** The one that has no name, or is the only one; the others are in `examples`. */
  example: Json | null;
  examples?: ExampleModel[];
  /** The value is a text of this type. */
  mediaType?: string;
  style?: string;
  explode?: boolean;
  /** External reference, not followed. */
  externalRef?: string;
}

export interface ParameterModel extends HeaderModel {
  /** `path`, `query`, `header` or `cookie`; empty when `externalRef` is set. */
  in: string;
  allowReserved?: boolean;
  allowEmptyValue?: boolean;
}

/** How one property of a form is sent. */
export interface EncodingModel {
  name: string;
  contentType?: string;
  style?: string;
  explode?: boolean;
  allowReserved?: boolean;
  headers?: HeaderModel[];
}

export interface ContentModel {
  mediaType: string;
  schema: Schema | null;
  /** The one that has no name, or is the only one; the others are in `examples`. */
  example: Json | null;
  examples?: ExampleModel[];
  encoding?: EncodingModel[];
}

export interface RequestBodyModel {
  description: string;
  required: boolean;
  contents: ContentModel[];
  externalRef?: string;
}

/** What may be called next with what an answer says. */
export interface LinkModel {
  name: string;
  description: string;
  /** Of the operation that it leads to, where that is one of the document. */
  method?: string;
  path?: string;
  /** Its id or reference, as written. */
  target?: string;
  /** Values or expressions by parameter. */
  parameters: { name: string; value: Json }[];
  requestBody?: Json;
}

export interface ResponseModel {
  /** `200`, `4XX`, `default` */
  status: string;
  description: string;
  headers: HeaderModel[];
  contents: ContentModel[];
  links?: LinkModel[];
  externalRef?: string;
}

/** What goes over the wire, there and back. */
export interface ExchangeModel {
  parameters: ParameterModel[];
  requestBody: RequestBodyModel | null;
  responses: ResponseModel[];
}

/** A call that the API makes to an address that its caller gave. */
export interface CallbackModel extends ExchangeModel {
  name: string;
  /** Where it goes: `{$request.body#/callbackUrl}` */
  expression: string;
  /** Upper case. */
  method: string;
  summary: string;
  description: string;
  deprecated: boolean;
}

/** One operation in the same words for OpenAPI 2.0, 3.0 and 3.1. */
export interface OperationDefinition extends ExchangeModel {
  /** Any one of the outer list suffices; all of an inner list are needed; an empty inner list: none is. */
  security: { scheme: string; scopes: string[] }[][];
  /** Only where the operation or its path names servers of its own. */
  servers: string[];
  callbacks?: CallbackModel[];
  externalDocs?: ExternalDocs;
}

/** Begins the method of a webhook: it is listed and shown like an operation, and nobody can call it. */
export const WEBHOOK = 'WEBHOOK ';

export interface OperationRow {
  position: number;
  /** Upper case; of a webhook `WEBHOOK POST`. */
  method: string;
  /** The template, as written; of a webhook its name. */
  path: string;
  operationId?: string;
  summary?: string;
  description?: string;
  tags: string[];
  deprecated: boolean;
  definition: OperationDefinition;
  /** Pointers of the components that the operation reaches, nearest first. */
  refs: string[];
  /** There are more than `refs` lists. */
  refsTruncated: boolean;
}

export interface ComponentRow {
  /** `#/components/schemas/Order`, escaped as RFC 6901 says and not percent-encoded. */
  pointer: string;
  name: string;
  definition: Schema;
}

export interface SecuritySchemeSummary {
  name: string;
  /** As written: `apiKey`, `http`, `oauth2`, `openIdConnect`, `mutualTLS`, `basic` */
  type: string;
  description: string;
  /** Of an apiKey: where the key stands and what it is called there. */
  in?: string;
  parameterName?: string;
  /** Of http: `bearer`, `basic` */
  scheme?: string;
  bearerFormat?: string;
  openIdConnectUrl?: string;
  flows?: SecurityFlow[];
}

/** A way to get a token of OAuth 2, under the name that OpenAPI 3 gives it. */
export interface SecurityFlow {
  flow: string;
  authorizationUrl?: string;
  tokenUrl?: string;
  refreshUrl?: string;
  scopes: { name: string; description: string }[];
}

/** A server as the document names it. */
export interface ServerModel {
  /** Variables replaced by their defaults. */
  url: string;
  description?: string;
  /** As written, where it has variables. */
  template?: string;
  variables?: { name: string; default: string; enum: string[]; description: string }[];
}

export interface SpecWarning {
  pointer: string;
  message: string;
}

/** A document, read. All texts are data from outside: whoever shows them escapes them. */
export interface SpecReading {
  /** Of the bytes, lower-case hexadecimal. */
  sha256: string;
  format: SpecFormat;
  byteLength: number;
  openapi: OpenApiLine;
  /** As written: `3.0.3` */
  openapiVersion: string;
  title: string;
  summary: string;
  description: string;
  docVersion: string;
  servers: ServerModel[];
  securitySchemes: SecuritySchemeSummary[];
  tags: { name: string; description: string; externalDocs?: ExternalDocs }[];
  externalDocs?: ExternalDocs;
  operations: OperationRow[];
  components: ComponentRow[];
  warnings: SpecWarning[];
}
