import { ApiExtraModels, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBooleanString, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from './common.js';
import { PlanLimitsDto } from './plan.dto.js';
import {
  ExternalDocsDto,
  type JsonValue,
  ReferenceDefinitionDto,
  ReferenceRequirementDto,
  ReferenceSampleDto,
  ReferenceSecuritySchemeDto,
} from './reference-definition.dto.js';
import {
  exposures,
  type ExposureName,
  visibilities,
  type VersionStateName,
  type VisibilityName,
} from './service.dto.js';
import { OperationSummaryDto, SampleRequestDto } from './version.dto.js';

const COMPONENTS = {
  type: 'object',
  additionalProperties: true,
  description:
    'JSON pointer → schema: the nearest ones, as many as fit into 96 kB; the others have a page of their own',
} as const;

export class ReferenceCallUrlDto {
  @ApiProperty({ example: 'live' }) environment: string;
  @ApiProperty({ example: 'Live' }) environmentName: string;
  @ApiProperty({ example: 'https://gateway.example.com/orders/v1' }) url: string;
}

/** How the gateway wants the key. */
export class ReferenceAuthDto {
  @ApiProperty({ enum: ['header'] }) in: 'header';
  @ApiProperty({ example: 'apikey' }) name: string;
}

export class ReferencePlanDto {
  @ApiProperty() slug: string;
  @ApiProperty() name: string;
  @ApiProperty({ type: PlanLimitsDto }) limits: PlanLimitsDto;
  @ApiProperty({ example: '5 per minute, 1,000 per month' }) limitsText: string;
}

/** An application of mine that may call the service. */
export class ReferenceSubscriptionDto {
  @ApiProperty({ format: 'uuid' }) applicationId: string;
  @ApiProperty() applicationName: string;
  @ApiProperty({ type: ReferencePlanDto }) plan: ReferencePlanDto;
}

export class ReferenceServiceDto {
  @ApiProperty() slug: string;
  @ApiProperty() name: string;
  @ApiProperty() summary: string;
  @ApiProperty({ enum: visibilities }) visibility: VisibilityName;
  @ApiProperty({ enum: exposures }) exposure: ExposureName;
  @ApiProperty() ownerName: string;
  @ApiProperty({ description: 'you may change it' }) editable: boolean;
}

/** A version to choose. */
export class ReferenceVersionChoiceDto {
  @ApiProperty({ example: 'v1' }) name: string;
  @ApiProperty({ enum: ['draft', 'published', 'deprecated', 'retired'] }) state: VersionStateName;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) sunsetAt: string | null;
}

export class ReferenceVersionDto extends ReferenceVersionChoiceDto {
  @ApiProperty({ example: '/orders/v1' }) basePath: string;
  @ApiProperty({ type: [String] }) hosts: string[];
  @ApiProperty({ type: [ReferenceCallUrlDto], description: 'one of each gateway; none once it is retired' })
  callUrls: ReferenceCallUrlDto[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) publishedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'when it will be' })
  deprecatesAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) deprecatedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) retiredAt: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'the version to move to' }) successor: string | null;
  @ApiProperty({ description: 'of the document in force; 0: there is none yet' }) specRevision: number;
  @ApiProperty({ type: String, nullable: true, description: 'sha256 of the document in force' })
  specHash: string | null;
  @ApiProperty({ type: String, nullable: true, enum: ['2.0', '3.0', '3.1'] }) openapi: string | null;
}

/** Where a page of the reference belongs, and what holds for all pages of its version. */
export class ReferencePlaceDto {
  @ApiProperty({ type: ReferenceServiceDto }) service: ReferenceServiceDto;
  @ApiProperty({ type: ReferenceVersionDto }) version: ReferenceVersionDto;
  @ApiProperty({ type: [ReferenceVersionChoiceDto], description: 'newest first; drafts only for the owner team' })
  versions: ReferenceVersionChoiceDto[];
  @ApiProperty({ type: [ReferenceSubscriptionDto], description: 'active ones of my teams, by name; at most 20' })
  subscriptions: ReferenceSubscriptionDto[];
  @ApiProperty({ type: ReferenceAuthDto }) auth: ReferenceAuthDto;
}

export class ReferenceTagDto {
  @ApiProperty({ description: 'empty: operations without a tag' }) name: string;
  @ApiProperty({ description: 'operations whose first tag it is' }) operationCount: number;
}

export class ReferenceTagDetailDto extends ReferenceTagDto {
  @ApiProperty({ description: 'Markdown' }) description: string;
  @ApiPropertyOptional({ type: ExternalDocsDto }) externalDocs?: ExternalDocsDto;
}

/** The side list: small, however many operations there are. */
export class ReferenceNavDto {
  @ApiProperty({ type: [ReferenceTagDto], description: 'at most 60, those around the current one' })
  tags: ReferenceTagDto[];
  @ApiProperty({ description: 'there are more than tags lists' }) moreTags: boolean;
  @ApiProperty({ description: 'the current one; empty: operations without a tag' }) tag: string;
  @ApiProperty({ type: [OperationSummaryDto], description: 'of the current tag: at most 60 around the current one' })
  operations: OperationSummaryDto[];
  @ApiProperty() hasMoreBefore: boolean;
  @ApiProperty() hasMoreAfter: boolean;
}

/** A first call, with one of the bodies that the document offers. */
export class ReferenceRequestDto {
  @ApiProperty({ type: String, nullable: true, description: 'of the body' }) mediaType: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'the sample of that content; null: it has no name' })
  example: string | null;
  @ApiProperty() summary: string;
  @ApiProperty({ type: SampleRequestDto }) request: SampleRequestDto;
  @ApiProperty({ description: 'the same as a curl command, with a placeholder for the key' }) curl: string;
}

/** A server as the document names it. Where Gatehouse serves the version, place.version.callUrls are called instead. */
export class ReferenceServerDto {
  @ApiProperty({ description: 'variables replaced by their defaults' }) url: string;
  @ApiPropertyOptional({ description: 'Markdown' }) description?: string;
  @ApiPropertyOptional({ description: 'with {variables}' }) template?: string;
  @ApiPropertyOptional({
    type: 'array',
    items: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        default: { type: 'string' },
        enum: { type: 'array', items: { type: 'string' } },
        description: { type: 'string' },
      },
      required: ['name', 'default', 'enum', 'description'],
    },
  })
  variables?: { name: string; default: string; enum: string[]; description: string }[];
}

/** The start of a version's reference. */
export class ReferenceStartDto {
  @ApiProperty({ type: ReferencePlaceDto }) place: ReferencePlaceDto;
  @ApiProperty({ description: 'of the document; empty without one' }) title: string;
  @ApiProperty() docVersion: string;
  @ApiProperty() summary: string;
  @ApiProperty({ description: 'Markdown' }) description: string;
  @ApiProperty({ description: 'that can be called: webhooks are not counted' }) operationCount: number;
  @ApiProperty({ type: [ReferenceTagDetailDto], description: 'the first 200' }) tags: ReferenceTagDetailDto[];
  @ApiProperty() moreTags: boolean;
  @ApiProperty({
    type: 'array',
    items: { type: 'object', properties: { pointer: { type: 'string' }, name: { type: 'string' } } },
    description: 'the first 200 components',
  })
  components: { pointer: string; name: string }[];
  @ApiProperty() moreComponents: boolean;
  @ApiProperty({ type: [ReferenceServerDto] }) servers: ReferenceServerDto[];
  @ApiProperty({ type: [ReferenceSecuritySchemeDto] }) securitySchemes: ReferenceSecuritySchemeDto[];
  @ApiPropertyOptional({ type: ExternalDocsDto }) externalDocs?: ExternalDocsDto;
}

/**
 * One operation, or one webhook of the document: that is called by the API, its method is `WEBHOOK POST` and its path is
 * its name.
 */
@ApiExtraModels(ReferenceRequirementDto)
export class ReferenceOperationDto extends OperationSummaryDto {
  @ApiProperty({ type: ReferencePlaceDto }) place: ReferencePlaceDto;
  @ApiProperty({ type: ReferenceDefinitionDto }) definition: ReferenceDefinitionDto;
  @ApiProperty({
    type: [ReferenceRequestDto],
    description: 'at most 20, the first one is shown first; none of a webhook',
  })
  requests: ReferenceRequestDto[];
  @ApiProperty(COMPONENTS) components: Record<string, JsonValue>;
  @ApiProperty({ type: ReferenceNavDto }) nav: ReferenceNavDto;
  @ApiProperty({ type: OperationSummaryDto, nullable: true, description: 'in the order of nav' })
  previous: OperationSummaryDto | null;
  @ApiProperty({ type: OperationSummaryDto, nullable: true }) next: OperationSummaryDto | null;
}

export class ReferenceTagQuery extends PageQuery {
  @ApiProperty({ description: 'empty: operations without a tag' }) @IsString() @MaxLength(2000) name: string;
  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'with definitions; at most 50 a page' })
  @IsOptional()
  @IsBooleanString()
  whole?: string;
}

export class ReferenceTagItemDto extends OperationSummaryDto {
  @ApiPropertyOptional({ type: ReferenceDefinitionDto, description: 'where it was asked for' })
  definition?: ReferenceDefinitionDto;
}

/** The operations of a tag. */
export class ReferenceTagPageDto {
  @ApiProperty({ type: ReferencePlaceDto }) place: ReferencePlaceDto;
  @ApiProperty({ type: ReferenceTagDetailDto }) tag: ReferenceTagDetailDto;
  @ApiProperty({ type: [ReferenceTagItemDto] }) items: ReferenceTagItemDto[];
  @ApiProperty({ ...COMPONENTS, description: 'of the definitions: JSON pointer → schema, as many as fit into 400 kB' })
  components: Record<string, JsonValue>;
  @ApiProperty({ type: [ReferenceTagDto], description: 'at most 60, those around it' }) tags: ReferenceTagDto[];
  @ApiProperty() moreTags: boolean;
  @ApiProperty({ type: String, nullable: true }) nextCursor: string | null;
}

export class ReferenceComponentLookup {
  @ApiProperty({ example: '#/components/schemas/Order' }) @IsString() @MaxLength(4000) pointer: string;
  @ApiPropertyOptional({ example: '/properties/customer', description: 'RFC 6901: a place deeper inside' })
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  at?: string;
}

/** A component of the document, or a place in it. */
export class ReferenceComponentDto {
  @ApiProperty({ type: ReferencePlaceDto }) place: ReferencePlaceDto;
  @ApiProperty({ example: '#/components/schemas/Order' }) pointer: string;
  @ApiProperty({ example: 'Order' }) name: string;
  @ApiProperty({ description: 'empty: the component itself' }) at: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'a JSON Schema; it may be a boolean' })
  schema: JsonValue;
  @ApiProperty({ type: ReferenceSampleDto, nullable: true, description: 'null where nothing can be made of it' })
  sample: ReferenceSampleDto | null;
  @ApiProperty(COMPONENTS) components: Record<string, JsonValue>;
  @ApiProperty({ type: [OperationSummaryDto], description: 'at most 20 operations that it can be reached from' })
  usedBy: OperationSummaryDto[];
  @ApiProperty({ description: 'there may be more of them' }) usedByMore: boolean;
}
