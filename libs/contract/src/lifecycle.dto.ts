import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsISO8601, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const INSTANT = { strict: true, strictSeparator: true };

/** Deprecates a version, at once or at a time to come. */
export class DeprecateVersionRequest {
  @ApiPropertyOptional({ format: 'date-time', description: 'when it happens by itself; at once when left out' })
  @IsOptional()
  @IsISO8601(INSTANT)
  deprecatesAt?: string;
  @ApiPropertyOptional({ format: 'date-time', description: 'when it ends; not before the deprecation' })
  @IsOptional()
  @IsISO8601(INSTANT)
  sunsetAt?: string;
  @ApiPropertyOptional({ default: false, description: 'whether it is retired by itself when it ends' })
  @IsOptional()
  @IsBoolean()
  retiresAtSunset?: boolean;
  @ApiPropertyOptional({ example: 'v2', description: 'the version of the same service that callers should move to' })
  @IsOptional()
  @IsString()
  @MaxLength(32)
  successor?: string;
}

/** The whole plan for the end of a version: what is left out is taken back. */
export class PutLifecycleRequest extends DeprecateVersionRequest {}

/** A time in which a share of the calls is refused, so that whoever still calls notices. */
export class PlanBrownoutRequest {
  @ApiProperty({ format: 'date-time' }) @IsISO8601(INSTANT) startsAt: string;
  @ApiProperty({ format: 'date-time', description: '1 minute to 24 hours later' }) @IsISO8601(INSTANT) endsAt: string;
  @ApiProperty({ minimum: 1, maximum: 100, description: 'of a hundred calls, so many are refused' })
  @IsInt()
  @Min(1)
  @Max(100)
  sharePercent: number;
}

const brownoutStates = ['planned', 'under_way', 'over', 'missed', 'cancelled'] as const;
export type BrownoutState = (typeof brownoutStates)[number];

export class BrownoutDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ format: 'date-time' }) startsAt: string;
  @ApiProperty({ format: 'date-time' }) endsAt: string;
  @ApiProperty() sharePercent: number;
  @ApiProperty({ enum: brownoutStates }) state: BrownoutState;
}

export class BrownoutListDto {
  @ApiProperty({ type: [BrownoutDto] }) items: BrownoutDto[];
}

const timelineKinds = [
  'published',
  'deprecated',
  'undeprecated',
  'sunset',
  'retired',
  'answer_stopped',
  'plan_changed',
  'brownout',
  'brownout_planned',
  'brownout_cancelled',
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** One thing that happened to a version or will happen to it. */
export class TimelineEntryDto {
  @ApiProperty({ enum: timelineKinds }) kind: TimelineKind;
  @ApiProperty({ format: 'date-time' }) at: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'of what lasts: its end' })
  endsAt: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'of a brown-out' }) sharePercent: number | null;
  @ApiProperty({ description: 'it is still to come' }) planned: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'who did it; only for those who may change the service' })
  by: string | null;
}

export class TimelineDto {
  @ApiProperty({ type: [TimelineEntryDto], description: 'the oldest first' }) items: TimelineEntryDto[];
}
