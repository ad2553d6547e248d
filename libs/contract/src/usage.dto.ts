import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

export const usageRanges = ['1h', '6h', '24h', '7d', '30d', '90d'] as const;
export type UsageRangeName = (typeof usageRanges)[number];

export class UsageRangeQuery {
  @ApiPropertyOptional({ enum: usageRanges, default: '24h' }) @IsOptional() @IsIn(usageRanges) range?: UsageRangeName;
  @ApiPropertyOptional({
    enum: ['json', 'csv'],
    description: 'csv: the points as text/csv, as Accept: text/csv asks for',
  })
  @IsOptional()
  @IsIn(['json', 'csv'])
  format?: 'json' | 'csv';
}

export class UsageQuery extends UsageRangeQuery {
  @ApiPropertyOptional({ description: 'slug of a service' }) @IsOptional() @IsString() @MaxLength(64) service?: string;
}

/** One step of time; the classes are counts of answers, `unauthorised` is 401 and 403, `limited` is 429. */
export class UsagePointDto {
  @ApiProperty({ format: 'date-time' }) start: string;
  @ApiProperty() success: number;
  @ApiProperty() clientError: number;
  @ApiProperty() unauthorised: number;
  @ApiProperty() limited: number;
  @ApiProperty() serverError: number;
}

export class UsageTotalsDto {
  @ApiProperty() calls: number;
  @ApiProperty() success: number;
  @ApiProperty() clientError: number;
  @ApiProperty() unauthorised: number;
  @ApiProperty() limited: number;
  @ApiProperty() serverError: number;
  @ApiProperty({ description: 'of the calls, those that were sent from the console of the portal' }) console: number;
  @ApiProperty({ type: Number, nullable: true }) latencyMeanMs: number | null;
  @ApiProperty({ type: Number, nullable: true }) latencyMaxMs: number | null;
}

export class UsageTopDto {
  @ApiProperty() label: string;
  @ApiProperty({ type: String, nullable: true, description: 'slug or id, where there is a page for it' })
  key: string | null;
  @ApiProperty() calls: number;
  @ApiProperty({ description: 'answers of 400 and above' }) errors: number;
  @ApiProperty({ type: Number, nullable: true }) latencyMeanMs: number | null;
}

export class UsageDto {
  @ApiProperty({ enum: usageRanges }) range: UsageRangeName;
  @ApiProperty({ enum: ['minute', 'hour', 'day'] }) grain: 'minute' | 'hour' | 'day';
  @ApiProperty({ format: 'date-time' }) from: string;
  @ApiProperty({ format: 'date-time' }) to: string;
  @ApiProperty({ type: [UsagePointDto], description: 'every step, the empty ones too' }) points: UsagePointDto[];
  @ApiProperty({ type: UsageTotalsDto }) totals: UsageTotalsDto;
  @ApiProperty({ type: [UsageTopDto] }) topOperations: UsageTopDto[];
  @ApiProperty({ type: [UsageTopDto] }) topApplications: UsageTopDto[];
  @ApiProperty({ type: [UsageTopDto] }) topServices: UsageTopDto[];
}
