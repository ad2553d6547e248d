/** JSON as it stands in a document of somebody else: nothing of it is taken for granted. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** The reference model of an operation, as the API answers it in `definition`. */
export interface OperationDefinition {
  description: string;
  parameters: ParameterDefinition[];
  requestBody: { description: string; required: boolean; contents: ContentDefinition[] } | null;
  responses: ResponseDefinition[];
}

export interface ParameterDefinition {
  in: string;
  name: string;
  required: boolean;
  deprecated: boolean;
  description: string;
  schema: Json;
  example: Json;
}

export interface ContentDefinition {
  mediaType: string;
  schema: Json;
  example: Json;
}

export interface ResponseDefinition {
  /** `200`, `4XX`, `default` */
  status: string;
  description: string;
  headers: Omit<ParameterDefinition, 'in'>[];
  contents: ContentDefinition[];
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
