import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsUUID,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { PageQuery } from './common.js';

const findings = ['missing', 'changed', 'unknown'] as const;
export type DriftFindingName = (typeof findings)[number];
const driftActions = ['overwrite', 'adopt', 'ignore', 'unignore'] as const;
export type DriftAction = (typeof driftActions)[number];

/** One field that does not stand as we left it. Values are JSON; a secret is shown by a short digest of it. */
export class DriftFieldDto {
  @ApiProperty({ example: 'config.minute' }) path: string;
  @ApiProperty({ type: String, nullable: true, description: 'JSON text; null: the field was not there' })
  wished: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'JSON text; null: the field is not there' })
  found: string | null;
}

/** An object of ours that does not stand on the gateway as the last push left it. */
export class DriftDto {
  @ApiProperty({ description: 'its id on the gateway' }) objectId: string;
  @ApiProperty({ example: 'plugins' }) kind: string;
  @ApiProperty({ description: 'what it is called on the gateway' }) name: string;
  @ApiProperty({ enum: findings, description: 'unknown: it carries our mark, and we know nothing of it' })
  finding: DriftFindingName;
  @ApiProperty({ description: 'what of the catalogue it belongs to, in words' }) belongsTo: string;
  @ApiProperty({ type: [DriftFieldDto], description: 'at most 50, and 16 KiB of them' }) fields: DriftFieldDto[];
  @ApiProperty({ description: 'how many fields differ beyond these' }) moreFields: number;
  @ApiProperty({ type: String, nullable: true, description: 'names what was found; null: it is missing' })
  foundHash: string | null;
  @ApiProperty({ format: 'date-time' }) foundAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) ignoredAt: string | null;
  @ApiProperty({ description: 'what stands on the gateway can be taken into the catalogue' }) adoptable: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'why it cannot, where it cannot' })
  notAdoptableBecause: string | null;
}

export class DriftQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['open', 'ignored'], default: 'open' })
  @IsOptional()
  @IsIn(['open', 'ignored'])
  state?: 'open' | 'ignored';
}

export class DriftPageDto {
  @ApiProperty({ type: [DriftDto] }) items: DriftDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor: string | null;
}

/** A finding as somebody has seen it. */
export class SeenDriftDto {
  @ApiProperty() @IsUUID() objectId: string;
  @ApiProperty({ type: String, nullable: true, description: 'the foundHash that came with it' })
  @ValidateIf((_, value) => value !== null)
  @Matches(/^[0-9a-f]{64}$/)
  foundHash: string | null;
}

/** What to do about drift: of the named objects, or of all that are open. */
export class DecideDriftRequest {
  @ApiProperty({ enum: driftActions }) @IsIn(driftActions) action: DriftAction;
  @ApiPropertyOptional({ type: [SeenDriftDto], description: 'left out: all that are open (not for adopt)' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => SeenDriftDto)
  objects?: SeenDriftDto[];
}

/** An object that others have put on the gateway. We never touch it. */
export class ForeignObjectDto {
  @ApiProperty({ example: 'services' }) kind: string;
  @ApiProperty() objectId: string;
  @ApiProperty() name: string;
}

export class ForeignObjectPageDto {
  @ApiProperty({ type: [ForeignObjectDto], description: 'the first 500 are known by name' }) items: ForeignObjectDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor: string | null;
}
