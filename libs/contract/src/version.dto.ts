import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsNotIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { PageQuery, SyncStatusDto } from './common.js';
import { VersionSummaryDto } from './service.dto.js';

/** Versions stand beside these pages of the portal. */
const PAGE_NAMES = ['get-key', 'changes'];

export const VERSION_NAME = /^[a-z0-9][a-z0-9._-]{0,31}$/;

export class CreateVersionRequest {
  @ApiProperty({ example: 'v1', pattern: VERSION_NAME.source })
  @Matches(VERSION_NAME, {
    message: 'name begins with a small letter or digit; then come those, dots, hyphens, underscores; 32 at most',
  })
  @IsNotIn(PAGE_NAMES, { message: 'name $value is that of a page of the portal; take another, such as v1' })
  name: string;
  @ApiPropertyOptional({ example: '/orders/v1', description: 'made from slug and name when left out' })
  @IsOptional()
  @IsString()
  @Length(2, 200)
  basePath?: string;
  @ApiPropertyOptional({ type: [String], example: ['api.example.com'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(253, { each: true })
  hosts?: string[];
  @ApiPropertyOptional({ example: 'http://orders.internal:8080' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  upstreamUrl?: string;
}

export class UpdateVersionRequest {
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(2, 200) basePath?: string;
  @ApiPropertyOptional({ type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(253, { each: true })
  hosts?: string[];
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(2000) upstreamUrl?: string;
}

/** Which gateways serve a version. */
export class DeployVersionRequest {
  @ApiProperty({ description: 'every gateway that takes everything, those that are registered later included' })
  @IsBoolean()
  everywhere: boolean;
  @ApiPropertyOptional({ type: [String], description: 'the gateways that serve it, where it is not everywhere' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  gatewayIds?: string[];
}

/** A gateway that could serve a version. */
export class DeploymentChoiceDto {
  @ApiProperty({ format: 'uuid' }) gatewayId: string;
  @ApiProperty() gatewayName: string;
  @ApiProperty({ example: 'live' }) environment: string;
  @ApiProperty({ description: 'the version is wished there' }) chosen: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'why it cannot serve this version' })
  unableBecause: string | null;
}

export class DeploymentChoicesDto {
  @ApiProperty() everywhere: boolean;
  @ApiProperty({ type: [DeploymentChoiceDto] }) gateways: DeploymentChoiceDto[];
  @ApiProperty({ description: 'of the version: the number in the ETag' }) revision: number;
}

export class SpecSummaryDto {
  @ApiProperty({ description: 'sha256 of the bytes, hex' }) hash: string;
  @ApiProperty({ enum: ['json', 'yaml', 'zip'] }) format: string;
  @ApiProperty() byteLength: number;
  @ApiProperty({ enum: ['2.0', '3.0', '3.1'] }) openapi: string;
  @ApiProperty() title: string;
  @ApiProperty() docVersion: string;
  @ApiProperty() summary: string;
  @ApiProperty({ description: 'Markdown' }) description: string;
  @ApiProperty() operationCount: number;
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  warnings: { pointer: string; message: string }[];
}

export class SpecRevisionDto {
  @ApiProperty() number: number;
  @ApiProperty() hash: string;
  @ApiProperty() fileName: string;
  @ApiProperty({ format: 'date-time' }) createdAt: string;
}

export class VersionDto extends VersionSummaryDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() serviceSlug: string;
  @ApiProperty() basePath: string;
  @ApiProperty({ type: [String] }) hosts: string[];
  @ApiProperty({ type: String, nullable: true, description: 'only for those who may change the service' })
  upstreamUrl: string | null;
  @ApiProperty({ type: [String], description: 'where to call it: gateway address and base path' })
  callUrls: string[];
  @ApiProperty({ type: SpecSummaryDto, nullable: true }) spec: SpecSummaryDto | null;
  @ApiProperty({ type: [SpecRevisionDto] }) revisions: SpecRevisionDto[];
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'since when another document waits to be published; only for those who may change the service',
  })
  proposedAt: string | null;
  @ApiProperty({ type: [SyncStatusDto], description: 'only for those who may change the service' })
  deployments: SyncStatusDto[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) deprecatedAt: string | null;
  @ApiProperty({ description: 'whether it is retired by itself when it ends' }) retiresAtSunset: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) retiredAt: string | null;
  @ApiProperty({ description: 'it is retired, and gateways still answer 410 in its place' }) answersGone: boolean;
  @ApiProperty() revision: number;
  @ApiProperty() editable: boolean;
}

export class OperationQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'words in path, id or summary' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  query?: string;
}

export class OperationSummaryDto {
  @ApiProperty({ example: 'GET' }) method: string;
  @ApiProperty({ example: '/orders/{id}' }) path: string;
  @ApiProperty({ type: String, nullable: true }) operationId: string | null;
  @ApiProperty() summary: string;
  @ApiProperty({ type: [String] }) tags: string[];
  @ApiProperty() deprecated: boolean;
}

export class OperationPageDto {
  @ApiProperty({ type: [OperationSummaryDto] }) items: OperationSummaryDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor: string | null;
}

export class OperationLookup {
  @ApiProperty({ example: 'GET' }) @IsString() @MaxLength(20) method: string;
  @ApiProperty({ example: '/orders/{id}' }) @IsString() @MaxLength(2000) path: string;
}

export class SampleHeaderDto {
  @ApiProperty() name: string;
  @ApiProperty() value: string;
}

export class SamplePartDto extends SampleHeaderDto {
  @ApiProperty({ description: 'the value is the name of a file' }) isFile: boolean;
}

/** A first call of an operation, for every language to be written in; the key is a placeholder. */
export class SampleRequestDto {
  @ApiProperty({ example: 'GET' }) method: string;
  @ApiProperty() url: string;
  @ApiProperty({ type: [SampleHeaderDto] }) headers: SampleHeaderDto[];
  @ApiProperty({ type: String, nullable: true }) body: string | null;
  @ApiProperty({ type: [SamplePartDto], nullable: true, description: 'the parts of a multipart/form-data body' })
  parts: SamplePartDto[] | null;
}
