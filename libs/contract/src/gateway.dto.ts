import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUrl, Length, MaxLength } from 'class-validator';

const gatewayKinds = ['kong'] as const;

export class RegisterGatewayRequest {
  @ApiProperty({ example: 'Kong Frankfurt' }) @IsString() @Length(1, 100) name: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(2, 64) slug?: string;
  @ApiProperty({ enum: gatewayKinds }) @IsIn(gatewayKinds) kind: 'kong';
  @ApiProperty({ example: 'live' }) @IsString() @Length(2, 64) environment: string;
  @ApiProperty({ example: 'http://127.0.0.1:8001' })
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  @MaxLength(500)
  adminUrl: string;
  @ApiProperty({ example: 'http://127.0.0.1:8000' })
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  @MaxLength(500)
  proxyUrl: string;
  @ApiPropertyOptional({ description: 'sent as Kong-Admin-Token; sealed at rest, never shown again' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  adminToken?: string;
}

/** Where the gateway is now. A token that is left out stays as it is. */
export class UpdateGatewayRequest {
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 100) name?: string;
  @ApiPropertyOptional()
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  @MaxLength(500)
  adminUrl?: string;
  @ApiPropertyOptional()
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  @MaxLength(500)
  proxyUrl?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(500) adminToken?: string;
}

/** As much of a gateway as everybody who signed in may know. */
export class EnvironmentGatewayDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ example: 'Local gateway' }) name: string;
  @ApiProperty({ type: Boolean, nullable: true, description: 'null: not tried yet' }) reachable: boolean | null;
}

export class EnvironmentDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ example: 'live' }) slug: string;
  @ApiProperty() name: string;
  @ApiProperty({ example: 'l' }) keyLetter: string;
  @ApiProperty({ type: [EnvironmentGatewayDto], description: 'what is published goes to these' })
  gateways: EnvironmentGatewayDto[];
}

export class EnvironmentListDto {
  @ApiProperty({ type: [EnvironmentDto] }) items: EnvironmentDto[];
}

export class FailedScopeDto {
  @ApiProperty({ example: 'application:0198…' }) scope: string;
  @ApiProperty({ description: 'what a person calls it' }) label: string;
  @ApiProperty({ description: "the gateway's own words" }) error: string;
  @ApiProperty({ format: 'date-time' }) failedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) retryAt: string | null;
}

export class GatewayDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() slug: string;
  @ApiProperty() name: string;
  @ApiProperty({ enum: gatewayKinds }) kind: string;
  @ApiProperty() environment: string;
  @ApiProperty() proxyUrl: string;
  @ApiProperty() adminUrl: string;
  @ApiProperty({ type: String, nullable: true }) version: string | null;
  @ApiProperty({ type: Boolean, nullable: true, description: 'null: not tried yet' }) reachable: boolean | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) checkedAt: string | null;
  @ApiProperty({ type: String, nullable: true }) checkError: string | null;
  @ApiProperty({ description: 'scopes that wait' }) pending: number;
  @ApiProperty({ description: 'scopes that failed' }) failed: number;
  @ApiProperty({ description: 'remote objects that are ours' }) objects: number;
  @ApiProperty({ type: [FailedScopeDto], description: 'the first 50' }) failures: FailedScopeDto[];
  @ApiProperty({ description: 'the number in the ETag' }) revision: number;
}

export class GatewayListDto {
  @ApiProperty({ type: [GatewayDto] }) items: GatewayDto[];
}
