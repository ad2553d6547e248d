import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';
import { OVERRIDE_REASON } from './comparison.dto.js';

/** Where an OpenAPI document is to be fetched from. */
export class ImportSpecRequest {
  @ApiProperty({
    example: 'https://specs.example.com/orders.yaml',
    description: 'http:// or https://, a public address or one that an admin allowed; its query is not kept',
  })
  @IsString()
  @Length(1, 2000)
  url: string;
  @ApiPropertyOptional({ description: 'why a breaking change is published on a live version all the same' })
  @IsOptional()
  @IsString()
  @Length(OVERRIDE_REASON.min, OVERRIDE_REASON.max)
  overrideReason?: string;
}
