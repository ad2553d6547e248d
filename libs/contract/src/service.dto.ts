import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import { PageQuery } from './common.js';

export const visibilities = ['public', 'internal', 'private'] as const;
export const exposures = ['external', 'internal'] as const;
const versionStates = ['draft', 'published', 'deprecated', 'retired'] as const;
/** Largest number of teams that a private service is opened to in one request. */
const GRANTS_MAX = 500;
export type VisibilityName = (typeof visibilities)[number];
export type ExposureName = (typeof exposures)[number];
export type VersionStateName = (typeof versionStates)[number];

export class ServiceQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'words in name, slug or summary' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  query?: string;
  @ApiPropertyOptional({ description: 'slug of the owner team' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  owner?: string;
  @ApiPropertyOptional({ enum: versionStates, description: 'has a version in this state' })
  @IsOptional()
  @IsIn(versionStates)
  state?: VersionStateName;
  @ApiPropertyOptional({ enum: ['mine'], description: 'only services of my provider teams, drafts included' })
  @IsOptional()
  @IsIn(['mine'])
  scope?: 'mine';
}

export class CreateServiceRequest {
  @ApiProperty({ example: 'Orders' }) @IsString() @Length(1, 100) name: string;
  @ApiPropertyOptional({ example: 'orders', description: 'made from the name when left out' })
  @IsOptional()
  @IsString()
  @Length(2, 64)
  slug?: string;
  @ApiProperty({ format: 'uuid', description: 'a provider team of yours' }) @IsUUID() ownerTeamId: string;
  @ApiPropertyOptional({ description: 'one sentence' }) @IsOptional() @IsString() @MaxLength(300) summary?: string;
  @ApiPropertyOptional({ description: 'Markdown' }) @IsOptional() @IsString() @MaxLength(20_000) description?: string;
  @ApiPropertyOptional({ enum: visibilities, default: 'public' })
  @IsOptional()
  @IsIn(visibilities)
  visibility?: VisibilityName;
  @ApiPropertyOptional({ enum: exposures, default: 'external' })
  @IsOptional()
  @IsIn(exposures)
  exposure?: ExposureName;
}

export class UpdateServiceRequest {
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 100) name?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(300) summary?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(20_000) description?: string;
  @ApiPropertyOptional({ enum: visibilities }) @IsOptional() @IsIn(visibilities) visibility?: VisibilityName;
  @ApiPropertyOptional({ enum: exposures }) @IsOptional() @IsIn(exposures) exposure?: ExposureName;
}

/** Which teams, besides the owner, see a private service: by id, by slug, or some of both. */
export class PutGrantsRequest {
  @ApiPropertyOptional({ type: [String], format: 'uuid' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(GRANTS_MAX)
  @IsUUID('all', { each: true })
  teamIds?: string[];
  @ApiPropertyOptional({ type: [String], example: ['web-shop'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(GRANTS_MAX)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  teamSlugs?: string[];
}

export class GrantDto {
  @ApiProperty({ format: 'uuid' }) teamId: string;
  @ApiProperty() teamSlug: string;
  @ApiProperty() teamName: string;
}

export class GrantListDto {
  @ApiProperty({ type: [GrantDto] }) items: GrantDto[];
}

export class OwnerDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() slug: string;
  @ApiProperty() name: string;
}

export class OwnerListDto {
  @ApiProperty({ type: [OwnerDto] }) items: OwnerDto[];
}

export class VersionSummaryDto {
  @ApiProperty({ example: 'v1' }) name: string;
  @ApiProperty({ enum: versionStates }) state: VersionStateName;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) publishedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'when it will be deprecated' })
  deprecatesAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'when it ends' })
  sunsetAt: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'v2', description: 'the version to move to' })
  successor: string | null;
}

export class ServiceSummaryDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() slug: string;
  @ApiProperty() name: string;
  @ApiProperty() summary: string;
  @ApiProperty({ enum: visibilities }) visibility: VisibilityName;
  @ApiProperty({ enum: exposures }) exposure: ExposureName;
  @ApiProperty({ type: OwnerDto }) owner: OwnerDto;
  @ApiProperty({ type: [VersionSummaryDto], description: 'drafts only for the owner team' })
  versions: VersionSummaryDto[];
  @ApiProperty({ description: 'an application of your teams has an active subscription' }) subscribed: boolean;
}

export class ServicePageDto {
  @ApiProperty({ type: [ServiceSummaryDto] }) items: ServiceSummaryDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor: string | null;
}

export class ServiceDto extends ServiceSummaryDto {
  @ApiProperty({ description: 'Markdown' }) description: string;
  @ApiProperty({ description: 'the number in the ETag' }) revision: number;
  @ApiProperty({ description: 'you may change it' }) editable: boolean;
  @ApiProperty({ format: 'date-time' }) createdAt: string;
  @ApiProperty({ format: 'date-time' }) updatedAt: string;
}
