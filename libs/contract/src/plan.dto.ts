import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, MaxLength, Min, ValidateNested } from 'class-validator';

export const approvals = ['auto', 'manual'] as const;
export type ApprovalName = (typeof approvals)[number];
/** Largest number of calls in any window: a 32-bit signed integer of a gateway holds it. */
const LIMIT_MAX = 2_000_000_000;

/** Calls allowed per calendar window. A longer window may not allow less than a shorter one. */
export class PlanLimitsDto {
  @ApiPropertyOptional() @IsOptional() @IsInt() @Min(1) @Max(LIMIT_MAX) second?: number;
  @ApiPropertyOptional() @IsOptional() @IsInt() @Min(1) @Max(LIMIT_MAX) minute?: number;
  @ApiPropertyOptional() @IsOptional() @IsInt() @Min(1) @Max(LIMIT_MAX) hour?: number;
  @ApiPropertyOptional() @IsOptional() @IsInt() @Min(1) @Max(LIMIT_MAX) day?: number;
  @ApiPropertyOptional() @IsOptional() @IsInt() @Min(1) @Max(LIMIT_MAX) month?: number;
}

export class CreatePlanRequest {
  @ApiProperty({ example: 'Free' }) @IsString() @Length(1, 60) name: string;
  @ApiPropertyOptional({ example: 'free' }) @IsOptional() @IsString() @Length(2, 64) slug?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(500) description?: string;
  @ApiProperty({ enum: approvals }) @IsIn(approvals) approval: ApprovalName;
  @ApiProperty({ type: PlanLimitsDto }) @ValidateNested() @Type(() => PlanLimitsDto) limits: PlanLimitsDto;
}

export class UpdatePlanRequest {
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 60) name?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(500) description?: string;
  @ApiPropertyOptional({ enum: approvals }) @IsOptional() @IsIn(approvals) approval?: ApprovalName;
  @ApiPropertyOptional({ type: PlanLimitsDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => PlanLimitsDto)
  limits?: PlanLimitsDto;
}

/** How far the limits of a plan are on one gateway. */
export class PlanSyncDto {
  @ApiProperty({ format: 'uuid' }) gatewayId: string;
  @ApiProperty({ example: 'Local gateway' }) gatewayName: string;
  @ApiProperty({ example: 'live' }) environment: string;
  @ApiProperty({ description: 'subscriptions that were looked at: at most 1,000' }) total: number;
  @ApiProperty({ description: 'of them, those whose limits are not on the gateway yet' }) pending: number;
  @ApiProperty({ description: 'of them, those that the gateway has, and not all of its nodes were seen to keep' })
  taken: number;
}

export class PlanDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() slug: string;
  @ApiProperty() name: string;
  @ApiProperty() description: string;
  @ApiProperty({ enum: approvals }) approval: ApprovalName;
  @ApiProperty({ type: PlanLimitsDto }) limits: PlanLimitsDto;
  @ApiProperty({ example: '5 per minute, 1,000 per month' }) limitsText: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) archivedAt: string | null;
  @ApiProperty() revision: number;
  @ApiPropertyOptional({
    type: [String],
    description: 'how gateways keep less than the limits; for the team of the service',
  })
  warnings?: string[];
  @ApiPropertyOptional({ type: [PlanSyncDto], description: 'in lists; for the team of the service' })
  sync?: PlanSyncDto[];
}

export class PlanListDto {
  @ApiProperty({ type: [PlanDto] }) items: PlanDto[];
}
