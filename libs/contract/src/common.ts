import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** Default and largest number of items on one page of any list. */
export const PAGE_LIMIT_DEFAULT = 50;
export const PAGE_LIMIT_MAX = 200;

/** One wrong field of a request (RFC 9457, extension member `errors`). */
export class FieldErrorDto {
  @ApiProperty({ example: 'limits.minute' }) field: string;
  @ApiProperty({ example: 'must be a whole number of at least 1' }) message: string;
}

/** RFC 9457 problem document: the body of every error answer. */
export class ProblemDto {
  @ApiProperty({ example: 'urn:gatehouse:problem:version.not_draft' }) type: string;
  @ApiProperty({ example: 'Conflict' }) title: string;
  @ApiProperty({ example: 409 }) status: number;
  @ApiProperty({ example: 'Only a draft can be published; v1 is retired.' }) detail: string;
  @ApiProperty({ example: 'version.not_draft' }) code: string;
  @ApiProperty({ description: 'What to name when asking for help; the log knows it.' }) requestId: string;
  @ApiPropertyOptional({ type: [FieldErrorDto] }) errors?: FieldErrorDto[];
}

/** Cursor paging. A cursor is opaque: take it from `nextCursor` of the page before. */
export class PageQuery {
  @ApiPropertyOptional({ description: 'nextCursor of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: PAGE_LIMIT_MAX, default: PAGE_LIMIT_DEFAULT })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(PAGE_LIMIT_MAX)
  limit?: number;
}

/** One page of a list; `nextCursor` is null on the last one. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The nodes of a gateway's data plane that a wish has reached, by what calls through each of them showed. */
export class NodeCountsDto {
  @ApiProperty({ description: 'nodes of the gateway' }) total: number;
  @ApiProperty({ description: 'nodes on which it was seen in effect' }) confirmed: number;
  @ApiProperty({ description: 'nodes that did not answer when last asked' }) unreachable: number;
}

/** How far a wish of ours is on one gateway. */
export class SyncStatusDto {
  @ApiProperty({ format: 'uuid' }) gatewayId: string;
  @ApiProperty({ example: 'Local gateway' }) gatewayName: string;
  @ApiProperty({ example: 'live' }) environment: string;
  @ApiProperty({
    enum: ['pending', 'taken', 'confirmed', 'failed'],
    description:
      'pending: not yet on the gateway; taken: its control plane has it; confirmed: every node that can be reached was ' +
      'seen to act so; failed: the gateway refused it, see error',
  })
  state: 'pending' | 'taken' | 'confirmed' | 'failed';
  @ApiProperty({ format: 'date-time' }) wishedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'the control plane took it' })
  takenAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'seen in effect on its nodes' })
  confirmedAt: string | null;
  @ApiProperty({ type: NodeCountsDto }) nodes: NodeCountsDto;
  @ApiProperty({ type: Boolean, nullable: true, description: 'whether the control plane answered when last asked' })
  gatewayReachable: boolean | null;
  @ApiProperty({ type: String, nullable: true, description: "the gateway's own words" }) error: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'failed: when it is sent again; taken: when the nodes that have not shown it are asked again',
  })
  retryAt: string | null;
}
