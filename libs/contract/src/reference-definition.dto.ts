import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** JSON as it stands in a document of somebody else: nothing of it is taken for granted. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

const ANY_JSON = {
  nullable: true,
  anyOf: [
    { type: 'object', additionalProperties: true },
    { type: 'array', items: {} },
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
  ],
};

/** Words of somebody else elsewhere. The address is data: show it as a link only where it is http or https. */
export class ExternalDocsDto {
  @ApiProperty() url: string;
  @ApiProperty({ description: 'Markdown' }) description: string;
}

/** An example of a parameter or header. */
export class ReferenceExampleDto {
  @ApiProperty({ description: 'its name in the document' }) name: string;
  @ApiProperty() summary: string;
  @ApiProperty({ description: 'Markdown' }) description: string;
  @ApiProperty({ ...ANY_JSON, description: 'null where it stands elsewhere' }) value: JsonValue;
  @ApiPropertyOptional({ description: 'where it stands, outside of the document' }) externalValue?: string;
}

/** A header of an answer, or of a part of a form. What is left out is as OpenAPI says by default. */
export class ReferenceHeaderDto {
  @ApiProperty() name: string;
  @ApiProperty() required: boolean;
  @ApiProperty() deprecated: boolean;
  @ApiProperty({ description: 'Markdown' }) description: string;
  @ApiProperty({ ...ANY_JSON, description: 'a JSON Schema; a local $ref in it is the pointer of a component' })
  schema: JsonValue;
  @ApiProperty({ ...ANY_JSON, description: 'the first example of the document; null: it gives none' })
  example: JsonValue;
  @ApiPropertyOptional({ type: [ReferenceExampleDto], description: 'at most 10, where it names them' })
  examples?: ReferenceExampleDto[];
  @ApiPropertyOptional({ example: 'application/json', description: 'the value is a text of this type' })
  mediaType?: string;
  @ApiPropertyOptional({ example: 'deepObject', description: 'only where it is not the usual one of its place' })
  style?: string;
  @ApiPropertyOptional({ description: 'only where it is not the usual one of its style' }) explode?: boolean;
  @ApiPropertyOptional({ description: 'a reference out of the document, which nobody followed' })
  externalRef?: string;
}

export class ReferenceParameterDto extends ReferenceHeaderDto {
  @ApiProperty({ example: 'query', description: 'path, query, header or cookie; empty beside externalRef' })
  in: string;
  @ApiPropertyOptional({ description: 'reserved characters are sent as they are' }) allowReserved?: boolean;
  @ApiPropertyOptional({ description: 'it may be sent without a value' }) allowEmptyValue?: boolean;
}

/** How one property of a form is sent. */
export class ReferenceEncodingDto {
  @ApiProperty({ description: 'of the property' }) name: string;
  @ApiPropertyOptional({ example: 'image/png, image/jpeg' }) contentType?: string;
  @ApiPropertyOptional() style?: string;
  @ApiPropertyOptional() explode?: boolean;
  @ApiPropertyOptional() allowReserved?: boolean;
  @ApiPropertyOptional({ type: [ReferenceHeaderDto] }) headers?: ReferenceHeaderDto[];
}

/** What a body may look like: an example of the document, or one made from the schema. */
export class ReferenceSampleDto {
  @ApiProperty({ type: String, nullable: true, description: 'of an example that has one' }) name: string | null;
  @ApiProperty() summary: string;
  @ApiProperty({ description: 'Markdown' }) description: string;
  @ApiProperty({ type: String, nullable: true, description: 'indented where it is JSON; null: see externalValue' })
  text: string | null;
  @ApiPropertyOptional() externalValue?: string;
  @ApiProperty({ description: 'made from the schema; the document gives no example' }) made: boolean;
}

/** A body in one media type. */
export class ReferenceContentDto {
  @ApiProperty({ example: 'application/json' }) mediaType: string;
  @ApiProperty({ ...ANY_JSON, description: 'a JSON Schema; null: the document gives none' }) schema: JsonValue;
  @ApiPropertyOptional({ type: [ReferenceEncodingDto] }) encoding?: ReferenceEncodingDto[];
  @ApiProperty({ type: [ReferenceSampleDto], description: 'at most 10; the first one is shown first' })
  samples: ReferenceSampleDto[];
}

export class ReferenceBodyDto {
  @ApiProperty({ description: 'Markdown' }) description: string;
  @ApiProperty() required: boolean;
  @ApiProperty({ type: [ReferenceContentDto] }) contents: ReferenceContentDto[];
  @ApiPropertyOptional() externalRef?: string;
}

export class ReferenceLinkValueDto {
  @ApiProperty({ description: 'of the parameter' }) name: string;
  @ApiProperty({ ...ANY_JSON, description: 'a value, or an expression such as $response.body#/id' }) value: JsonValue;
}

/** What may be called next with what an answer says. */
export class ReferenceLinkDto {
  @ApiProperty() name: string;
  @ApiProperty({ description: 'Markdown' }) description: string;
  @ApiPropertyOptional({ description: 'of the operation to call, where it is one of this document', example: 'GET' })
  method?: string;
  @ApiPropertyOptional({ example: '/orders/{id}' }) path?: string;
  @ApiPropertyOptional({ description: 'as the document names it: id or reference of the operation' })
  target?: string;
  @ApiProperty({ type: [ReferenceLinkValueDto] }) parameters: ReferenceLinkValueDto[];
  @ApiPropertyOptional({ ...ANY_JSON, description: 'value or expression of the body' }) requestBody?: JsonValue;
}

export class ReferenceResponseDto {
  @ApiProperty({ example: '200', description: '200, 4XX or default' }) status: string;
  @ApiProperty({ description: 'Markdown' }) description: string;
  @ApiProperty({ type: [ReferenceHeaderDto] }) headers: ReferenceHeaderDto[];
  @ApiProperty({ type: [ReferenceContentDto] }) contents: ReferenceContentDto[];
  @ApiPropertyOptional({ type: [ReferenceLinkDto] }) links?: ReferenceLinkDto[];
  @ApiPropertyOptional() externalRef?: string;
}

/** What goes over the wire, there and back. */
export class ReferenceExchangeDto {
  @ApiProperty({ type: [ReferenceParameterDto] }) parameters: ReferenceParameterDto[];
  @ApiProperty({ type: ReferenceBodyDto, nullable: true }) requestBody: ReferenceBodyDto | null;
  @ApiProperty({ type: [ReferenceResponseDto] }) responses: ReferenceResponseDto[];
}

/** A call that the API makes to an address that its caller gave. */
export class ReferenceCallbackDto extends ReferenceExchangeDto {
  @ApiProperty({ description: 'in the document' }) name: string;
  @ApiProperty({ example: '{$request.body#/callbackUrl}', description: 'where it goes' }) expression: string;
  @ApiProperty({ example: 'POST' }) method: string;
  @ApiProperty() summary: string;
  @ApiProperty({ description: 'Markdown' }) description: string;
  @ApiProperty() deprecated: boolean;
}

export class ReferenceScopeDto {
  @ApiProperty() name: string;
  @ApiProperty({ description: 'what it is for' }) description: string;
}

export class ReferenceFlowDto {
  @ApiProperty({ example: 'clientCredentials' }) flow: string;
  @ApiPropertyOptional() authorizationUrl?: string;
  @ApiPropertyOptional() tokenUrl?: string;
  @ApiPropertyOptional() refreshUrl?: string;
  @ApiProperty({ type: [ReferenceScopeDto] }) scopes: ReferenceScopeDto[];
}

/** A way to prove oneself that the document names. Where Gatehouse serves the version, the gateway's key comes first. */
export class ReferenceSecuritySchemeDto {
  @ApiProperty() name: string;
  @ApiProperty({ example: 'apiKey', description: 'apiKey, http, oauth2, openIdConnect, mutualTLS, basic' })
  type: string;
  @ApiProperty({ description: 'Markdown' }) description: string;
  @ApiProperty({ example: 'A key in the header X-Api-Key', description: 'plain text' }) words: string;
  @ApiPropertyOptional({ description: 'of an apiKey: header, query or cookie' }) in?: string;
  @ApiPropertyOptional({ description: 'of an apiKey: what it is called there' }) parameterName?: string;
  @ApiPropertyOptional({ description: 'of http: bearer, basic' }) scheme?: string;
  @ApiPropertyOptional({ example: 'JWT' }) bearerFormat?: string;
  @ApiPropertyOptional() openIdConnectUrl?: string;
  @ApiPropertyOptional({ type: [ReferenceFlowDto] }) flows?: ReferenceFlowDto[];
}

export class ReferenceRequirementDto {
  @ApiProperty({ description: 'name of a scheme' }) scheme: string;
  @ApiProperty({ type: [String] }) scopes: string[];
}

/** One operation in the same words for OpenAPI 2.0, 3.0 and 3.1. */
export class ReferenceDefinitionDto extends ReferenceExchangeDto {
  @ApiProperty({ description: 'Markdown' }) description: string;
  @ApiPropertyOptional({ type: [ReferenceCallbackDto] }) callbacks?: ReferenceCallbackDto[];
  @ApiPropertyOptional({ type: ExternalDocsDto }) externalDocs?: ExternalDocsDto;
  @ApiProperty({
    description: 'any one of the outer list suffices, all of an inner list are needed; an empty inner list: none is',
    type: 'array',
    items: { type: 'array', items: { $ref: '#/components/schemas/ReferenceRequirementDto' } },
  })
  security: ReferenceRequirementDto[][];
  @ApiProperty({ type: [ReferenceSecuritySchemeDto], description: 'those that security names' })
  securitySchemes: ReferenceSecuritySchemeDto[];
  @ApiProperty({ type: [String], description: 'of the document; only where the operation has its own' })
  servers: string[];
  @ApiProperty({ description: 'it reaches more components than are named' }) refsTruncated: boolean;
}
