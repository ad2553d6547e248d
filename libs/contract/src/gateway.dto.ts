import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  MaxLength,
} from 'class-validator';

const gatewayKinds = ['kong'] as const;
const driftPolicies = ['report', 'repair'] as const;
/** `report`: a person decides about what was changed by hand. `repair`: it is written over. */
export type DriftPolicy = (typeof driftPolicies)[number];
const MAX_NODES = 20;
// An address is shown, logged and audited: a password in it would be, too.
const address = { require_tld: false, protocols: ['http', 'https'], require_protocol: true, disallow_auth: true };
const addressWords = { message: '$property must be an http or https address, without a user name and a password' };

export class RegisterGatewayRequest {
  @ApiProperty({ example: 'Kong Frankfurt' }) @IsString() @Length(1, 100) name: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(2, 64) slug?: string;
  @ApiProperty({ enum: gatewayKinds }) @IsIn(gatewayKinds) kind: 'kong';
  @ApiProperty({ example: 'live' }) @IsString() @Length(2, 64) environment: string;
  @ApiProperty({ example: 'http://127.0.0.1:8001' })
  @IsUrl(address, addressWords)
  @MaxLength(500)
  adminUrl: string;
  @ApiProperty({ example: 'http://127.0.0.1:8000' })
  @IsUrl(address, addressWords)
  @MaxLength(500)
  proxyUrl: string;
  @ApiPropertyOptional({ description: 'sent as Kong-Admin-Token; sealed at rest, never shown again' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  adminToken?: string;
  @ApiPropertyOptional({
    type: [String],
    description: 'proxy addresses of its single nodes, asked one by one; left out: the proxy address is the only node',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_NODES)
  @IsUrl(address, { ...addressWords, each: true })
  @MaxLength(500, { each: true })
  nodeUrls?: string[];
  @ApiPropertyOptional({ enum: driftPolicies, default: 'report' })
  @IsOptional()
  @IsIn(driftPolicies)
  driftPolicy?: DriftPolicy;
  @ApiPropertyOptional({
    description: 'gets every version that is deployed everywhere; otherwise only those for which it is chosen',
    default: true,
  })
  @IsOptional()
  @IsBoolean()
  takesEverything?: boolean;
  @ApiPropertyOptional({ description: 'register it although it does not answer now', default: false })
  @IsOptional()
  @IsBoolean()
  evenIfUnreachable?: boolean;
}

/** Where the gateway is now. A token that is left out stays as it is. */
export class UpdateGatewayRequest {
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 100) name?: string;
  @ApiPropertyOptional()
  @IsOptional()
  @IsUrl(address, addressWords)
  @MaxLength(500)
  adminUrl?: string;
  @ApiPropertyOptional()
  @IsOptional()
  @IsUrl(address, addressWords)
  @MaxLength(500)
  proxyUrl?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(500) adminToken?: string;
  @ApiPropertyOptional({ type: [String], description: 'all of them; what is left out is forgotten' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_NODES)
  @IsUrl(address, { ...addressWords, each: true })
  @MaxLength(500, { each: true })
  nodeUrls?: string[];
  @ApiPropertyOptional({ enum: driftPolicies }) @IsOptional() @IsIn(driftPolicies) driftPolicy?: DriftPolicy;
  @ApiPropertyOptional({ description: 'change the addresses or the token although it does not answer', default: false })
  @IsOptional()
  @IsBoolean()
  evenIfUnreachable?: boolean;
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
  @ApiProperty({ description: 'it would delete much that nobody is known to have ended, and waits for a confirmation' })
  stopped: boolean;
}

/** One proxy address of the data plane, as it was when last asked. */
export class GatewayNodeDto {
  @ApiProperty() url: string;
  @ApiProperty({ type: Boolean, nullable: true, description: 'null: not asked yet' }) reachable: boolean | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) checkedAt: string | null;
  @ApiProperty({ type: String, nullable: true }) error: string | null;
  @ApiProperty({ description: 'it was asked, and has shown everything that was written to the gateway so far' })
  upToDate: boolean;
}

/** How far a large push is, or when the last one ended. */
export class SyncRunDto {
  @ApiProperty({ enum: ['registered', 'refilled', 'settings', 'repaired', 'adopted'] }) reason: string;
  @ApiProperty({ format: 'date-time' }) startedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finishedAt: string | null;
  @ApiProperty({ description: 'scopes to push' }) total: number;
  @ApiProperty({ description: 'scopes pushed, whether well or not' }) done: number;
  @ApiProperty() objectsWritten: number;
  @ApiProperty({ type: Number, nullable: true, description: 'objects per second' }) rate: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'at this rate; null when that is not known' })
  secondsLeft: number | null;
}

/** Objects on a gateway by kind, as the last sweep counted them. */
export class KindCountDto {
  @ApiProperty({ example: 'routes' }) kind: string;
  @ApiProperty() count: number;
}

export class FailedScopePageDto {
  @ApiProperty({ type: [FailedScopeDto] }) items: FailedScopeDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor: string | null;
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
  @ApiProperty({ type: String, nullable: true, example: 'open source' }) edition: string | null;
  @ApiProperty({ enum: ['objects', 'document'], nullable: true, description: 'document: a Kong without a database' })
  writes: 'objects' | 'document' | null;
  @ApiProperty({ enum: driftPolicies }) driftPolicy: DriftPolicy;
  @ApiProperty({ description: 'gets every version that is deployed everywhere' }) takesEverything: boolean;
  @ApiProperty({ type: [GatewayNodeDto] }) nodes: GatewayNodeDto[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) sweptAt: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'why the last sweep did not come to its end' })
  sweepError: string | null;
  @ApiProperty({ description: 'scopes that wait; counted up to 10,001' }) pending: number;
  @ApiProperty({ description: 'scopes that failed; counted up to 10,001' }) failed: number;
  @ApiProperty({ description: 'objects that do not stand as we left them, without the ignored ones' })
  drifted: number;
  @ApiProperty({ description: 'what the last sweep found beyond the 10,000 findings, ignored ones too, that are kept' })
  driftLeftOut: number;
  @ApiProperty({ description: 'remote objects that are ours, as last counted' }) objects: number;
  @ApiProperty({ type: [KindCountDto] }) owned: KindCountDto[];
  @ApiProperty({ type: [KindCountDto], description: 'what others have put there' }) foreign: KindCountDto[];
  @ApiProperty({ type: SyncRunDto, nullable: true }) run: SyncRunDto | null;
  @ApiProperty({ type: [FailedScopeDto], description: 'the first 50' }) failures: FailedScopeDto[];
  @ApiProperty({ description: 'the number in the ETag' }) revision: number;
}

/** One thing that a version or a plan may ask of a gateway, and how well this one can do it. */
export class CapabilityDto {
  @ApiProperty({ example: 'consumerLimit.month' }) name: string;
  @ApiProperty({ example: 'limits calls per month for each application' }) words: string;
  @ApiProperty({ enum: ['north-south', 'east-west', 'both'] }) traffic: 'north-south' | 'east-west' | 'both';
  @ApiProperty({ enum: ['native', 'partial', 'impossible'] }) level: 'native' | 'partial' | 'impossible';
  @ApiProperty({ type: String, nullable: true }) reason: string | null;
}

export class CapabilityListDto {
  @ApiProperty({ type: [CapabilityDto] }) items: CapabilityDto[];
}

export class GatewayListDto {
  @ApiProperty({ type: [GatewayDto] }) items: GatewayDto[];
}
