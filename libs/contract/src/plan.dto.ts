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
}

export class PlanListDto {
  @ApiProperty({ type: [PlanDto] }) items: PlanDto[];
}
