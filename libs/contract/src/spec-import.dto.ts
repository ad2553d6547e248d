import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

/** Where an OpenAPI document is to be fetched from. */
export class ImportSpecRequest {
  @ApiProperty({
    example: 'https://specs.example.com/orders.yaml',
    description: 'http:// or https://, a public address or one that an admin allowed; its query is not kept',
  })
  @IsString()
  @Length(1, 2000)
  url: string;
}
