import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { IsBase64 } from './is-base64.js';
import { SampleRequestDto } from './version.dto.js';

export const CONSOLE_PLACES = ['path', 'query', 'header', 'cookie'] as const;
export type ConsolePlace = (typeof CONSOLE_PLACES)[number];

/** The version that is tried. */
export class ConsoleStartQuery {
  @ApiProperty({ description: 'slug' }) @IsString() @MaxLength(64) service: string;
  @ApiProperty({ example: 'v1' }) @IsString() @MaxLength(64) version: string;
}

export class ConsoleSessionRequest extends ConsoleStartQuery {
  @ApiProperty({ format: 'uuid' }) @IsUUID() applicationId: string;
  @ApiProperty({ example: 'live' }) @IsString() @MaxLength(64) environment: string;
}

/** A key of the application for a while, which nobody sees: the token is its sealed form and opens nothing by itself. */
export class ConsoleSessionDto {
  @ApiProperty({ format: 'uuid', description: 'id of the key' }) id: string;
  @ApiProperty() token: string;
  @ApiProperty({ format: 'date-time' }) expiresAt: string;
}

export class ConsoleParameterDto {
  @ApiProperty({ enum: CONSOLE_PLACES }) @IsIn(CONSOLE_PLACES) in: ConsolePlace;
  @ApiProperty() @IsString() @Length(1, 200) name: string;
  @ApiProperty() @IsString() @MaxLength(10_000) value: string;
}

/** A part of a `multipart/form-data` body: a text, or a file in base64. */
export class ConsolePartDto {
  @ApiProperty() @IsString() @Length(1, 200) name: string;
  @ApiPropertyOptional() @IsOptional() @IsString() value?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(200) fileName?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(200) mediaType?: string;
  @ApiPropertyOptional() @IsOptional() @IsBase64() base64?: string;
}

/** What is sent: a text, a file in base64, or parts. */
export class ConsoleBodyDto {
  @ApiProperty({ example: 'application/json' }) @IsString() @Length(1, 200) mediaType: string;
  @ApiPropertyOptional() @IsOptional() @IsString() text?: string;
  @ApiPropertyOptional({ description: 'the bytes of a file' }) @IsOptional() @IsBase64() base64?: string;
  @ApiPropertyOptional({ type: [ConsolePartDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ConsolePartDto)
  parts?: ConsolePartDto[];
}

export class ConsoleCallRequest extends ConsoleStartQuery {
  @ApiProperty({ example: 'GET' }) @IsString() @MaxLength(20) method: string;
  @ApiProperty({ description: 'the template', example: '/orders/{id}' }) @IsString() @MaxLength(2_000) path: string;
  @ApiProperty() @IsString() @MaxLength(2_000) token: string;
  @ApiProperty({ type: [ConsoleParameterDto] })
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => ConsoleParameterDto)
  parameters: ConsoleParameterDto[];
  @ApiPropertyOptional({ type: ConsoleBodyDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => ConsoleBodyDto)
  body?: ConsoleBodyDto;
}

export class ConsoleHeaderDto {
  @ApiProperty() name: string;
  @ApiProperty() value: string;
}

export class ConsoleAnswerBodyDto {
  @ApiProperty({ enum: ['text', 'binary', 'empty'] }) kind: 'text' | 'binary' | 'empty';
  @ApiProperty({ description: 'as the answer names it, without parameters; empty: it names none' }) mediaType: string;
  @ApiProperty({ type: String, nullable: true }) text: string | null;
  @ApiProperty({ type: String, nullable: true }) base64: string | null;
}

/** What is left of a limit, as the gateway says. */
export class ConsoleLimitDto {
  @ApiProperty({ type: String, nullable: true, example: 'minute' }) window: string | null;
  @ApiProperty() limit: number;
  @ApiProperty() remaining: number;
  @ApiProperty({ type: Number, nullable: true }) resetSeconds: number | null;
}

export class ConsoleAnswerDto {
  @ApiProperty() status: number;
  @ApiProperty() statusText: string;
  @ApiProperty({ type: [ConsoleHeaderDto] }) headers: ConsoleHeaderDto[];
  @ApiProperty({ description: 'from the first byte sent to the last one received' }) timeMs: number;
  @ApiProperty({ description: 'of the body that was sent' }) requestBytes: number;
  @ApiProperty({ description: 'of the body, decompressed' }) byteLength: number;
  @ApiProperty({ description: 'there was more than is kept' }) truncated: boolean;
  @ApiProperty({ type: ConsoleAnswerBodyDto }) body: ConsoleAnswerBodyDto;
  @ApiProperty({ type: [ConsoleLimitDto] }) limits: ConsoleLimitDto[];
  @ApiProperty({ type: SampleRequestDto, description: 'what was sent, with a placeholder for the key' })
  request: SampleRequestDto;
  @ApiProperty({ description: 'the same as a curl command' }) curl: string;
  @ApiProperty({ format: 'uuid' }) historyId: string;
}

/** An application of mine, and what keeps it from calling the service. */
export class ConsoleApplicationDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty({ enum: ['active', 'pending', 'suspended', 'none'], description: 'of its subscription to the service' })
  subscription: 'active' | 'pending' | 'suspended' | 'none';
}

export class ConsoleEnvironmentDto {
  @ApiProperty({ example: 'live' }) slug: string;
  @ApiProperty() name: string;
  @ApiProperty({ description: 'where the version is called in it' }) callUrl: string;
}

/** What the form of the console is made of besides the operation itself. */
export class ConsoleStartDto {
  @ApiProperty({ type: [ConsoleApplicationDto], description: 'those that may call first; at most 100' })
  applications: ConsoleApplicationDto[];
  @ApiProperty({ type: [ConsoleEnvironmentDto], description: 'those in which a gateway serves the version' })
  environments: ConsoleEnvironmentDto[];
  @ApiProperty({ description: 'the header that the key goes into; it is set by itself' }) keyHeader: string;
}

/** What was typed, with secrets masked; a file by its name only. */
export class ConsoleTypedDto {
  @ApiProperty({ type: [ConsoleParameterDto] }) parameters: ConsoleParameterDto[];
  @ApiProperty({ type: String, nullable: true }) mediaType: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'none where it was too long to be kept' })
  text: string | null;
  @ApiProperty({ type: [ConsolePartDto] }) parts: ConsolePartDto[];
}

/** A call of mine. */
export class ConsoleCallDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ format: 'date-time' }) at: string;
  @ApiProperty({ format: 'uuid' }) applicationId: string;
  @ApiProperty() environment: string;
  @ApiProperty() service: string;
  @ApiProperty() version: string;
  @ApiProperty() method: string;
  @ApiProperty() path: string;
  @ApiProperty() status: number;
  @ApiProperty() timeMs: number;
  @ApiProperty() byteLength: number;
  @ApiProperty({ type: ConsoleTypedDto }) typed: ConsoleTypedDto;
}

export class ConsoleHistoryQuery {
  @ApiPropertyOptional({ description: 'slug' }) @IsOptional() @IsString() @MaxLength(64) service?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(64) version?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(20) method?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(2_000) path?: string;
}

export class ConsoleHistoryDto {
  @ApiProperty({ type: [ConsoleCallDto], description: 'newest first; at most 100 are kept for a person' })
  items: ConsoleCallDto[];
}
