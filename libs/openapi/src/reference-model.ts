import type { Json } from './json.js';
import type { SpecFormat } from './parse-document.js';

export type OpenApiLine = '2.0' | '3.0' | '3.1';

/** A JSON Schema; a local `$ref` in it is the `pointer` of a ComponentRow, any other is external and never followed. */
export type Schema = Json;

export interface ParameterModel {
  /** `path`, `query`, `header` or `cookie`; empty when `externalRef` is set. */
  in: string;
  name: string;
  required: boolean;
  deprecated: boolean;
  description: string;
  schema: Schema | null;
  example: Json | null;
  /** External reference, not followed. */
  externalRef?: string;
}

export interface ContentModel {
  mediaType: string;
  schema: Schema | null;
  example: Json | null;
}

export interface RequestBodyModel {
  description: string;
  required: boolean;
  contents: ContentModel[];
  externalRef?: string;
}

export type HeaderModel = Omit<ParameterModel, 'in'>;

export interface ResponseModel {
  /** `200`, `4XX`, `default` */
  status: string;
  description: string;
  headers: HeaderModel[];
  contents: ContentModel[];
  externalRef?: string;
}

/** One operation in the same words for OpenAPI 2.0, 3.0 and 3.1. */
export interface OperationDefinition {
  parameters: ParameterModel[];
  requestBody: RequestBodyModel | null;
  responses: ResponseModel[];
  /** Any one of the outer list suffices; all of an inner list are needed; an empty inner list: none is. */
  security: { scheme: string; scopes: string[] }[][];
  /** Only where the operation or its path names servers of its own. */
  servers: string[];
}

export interface OperationRow {
  position: number;
  /** Upper case. */
  method: string;
  /** The template, as written. */
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
  servers: string[];
  securitySchemes: SecuritySchemeSummary[];
  tags: { name: string; description: string }[];
  operations: OperationRow[];
  components: ComponentRow[];
  warnings: SpecWarning[];
}
