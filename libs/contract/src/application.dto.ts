import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import { PageQuery, SyncStatusDto } from './common.js';
import { PlanDto } from './plan.dto.js';

const subscriptionStates = ['pending', 'active', 'suspended', 'rejected', 'cancelled'] as const;
export type SubscriptionStateName = (typeof subscriptionStates)[number];

export class CreateApplicationRequest {
  @ApiProperty({ example: 'Till' }) @IsString() @Length(1, 100) name: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(1000) description?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'your personal team when left out' })
  @IsOptional()
  @IsUUID()
  teamId?: string;
}

export class UpdateApplicationRequest {
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 100) name?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(1000) description?: string;
}

export class ApplicationDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty() description: string;
  @ApiProperty({ format: 'uuid' }) teamId: string;
  @ApiProperty() teamName: string;
  @ApiProperty() revision: number;
  @ApiProperty() editable: boolean;
  @ApiProperty({ format: 'date-time' }) createdAt: string;
}

export class ApplicationPageDto {
  @ApiProperty({ type: [ApplicationDto] }) items: ApplicationDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor: string | null;
}

export class SubscribeRequest {
  @ApiProperty({ example: 'orders', description: 'slug of the service' }) @IsString() @Length(2, 64) service: string;
  @ApiProperty({ example: 'free', description: 'slug of the plan' }) @IsString() @Length(2, 64) plan: string;
}

export class ChangePlanRequest {
  @ApiProperty({ example: 'gold' }) @IsString() @Length(2, 64) plan: string;
}

export class DecisionRequest {
  @ApiPropertyOptional({ description: 'shown to the team of the application; needed to reject or suspend' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;
}

export class SubscriptionQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['waiting', ...subscriptionStates], description: 'waiting: something to decide' })
  @IsOptional()
  @IsIn(['waiting', ...subscriptionStates])
  state?: 'waiting' | SubscriptionStateName;
}

export class ServiceSubscriptionQuery extends SubscriptionQuery {
  @ApiPropertyOptional({ enum: ['mine'], description: 'only those of applications of your teams; for everybody' })
  @IsOptional()
  @IsIn(['mine'])
  scope?: 'mine';
}

export class SubscriptionDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ format: 'uuid' }) applicationId: string;
  @ApiProperty() applicationName: string;
  @ApiProperty() teamName: string;
  @ApiProperty() serviceSlug: string;
  @ApiProperty() serviceName: string;
  @ApiProperty({ enum: subscriptionStates }) state: SubscriptionStateName;
  @ApiProperty({ type: PlanDto, nullable: true, description: 'in force' }) plan: PlanDto | null;
  @ApiProperty({ type: PlanDto, nullable: true, description: 'waits for approval' }) requestedPlan: PlanDto | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) requestedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) decidedAt: string | null;
  @ApiProperty({ type: String, nullable: true }) decisionReason: string | null;
  @ApiProperty({ type: [SyncStatusDto] }) sync: SyncStatusDto[];
  @ApiProperty({ description: 'you may approve or reject' }) decidable: boolean;
  @ApiProperty({ format: 'date-time' }) createdAt: string;
}

export class SubscriptionPageDto {
  @ApiProperty({ type: [SubscriptionDto] }) items: SubscriptionDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor: string | null;
}

export class IssueKeyRequest {
  @ApiProperty({ example: 'production' }) @IsString() @Length(1, 60) name: string;
  @ApiPropertyOptional({ example: 'live', default: 'live' })
  @IsOptional()
  @IsString()
  @Length(2, 64)
  environment?: string;
  @ApiPropertyOptional({ format: 'date-time' }) @IsOptional() @IsISO8601() expiresAt?: string;
}

export class CredentialSyncDto extends SyncStatusDto {
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'every reachable node accepts it since',
  })
  liveAt: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'every reachable node refuses it since',
  })
  removedAt: string | null;
}

export class CredentialDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty({ example: 'live' }) environment: string;
  @ApiProperty({ example: 'ghl4fA9x', description: 'first characters' }) prefix: string;
  @ApiProperty({ example: 'x7Qz', description: 'last characters' }) lastFour: string;
  @ApiProperty({ enum: ['active', 'expired', 'revoked'] }) state: 'active' | 'expired' | 'revoked';
  @ApiProperty({ format: 'date-time' }) createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) expiresAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) revokedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) lastUsedAt: string | null;
  @ApiProperty({ type: [CredentialSyncDto] }) gateways: CredentialSyncDto[];
}

export class CredentialListDto {
  @ApiProperty({ type: [CredentialDto] }) items: CredentialDto[];
}

/** The only answer that ever holds a key. A replay of the same Idempotency-Key has `key: null`. */
export class IssuedKeyDto {
  @ApiProperty({ type: CredentialDto }) credential: CredentialDto;
  @ApiProperty({ type: String, nullable: true }) key: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'a curl with the key in it, if something can be called' })
  curl: string | null;
}
