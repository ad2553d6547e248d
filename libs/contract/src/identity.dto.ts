import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsEnum, IsIn, IsOptional, IsString, Length, MaxLength } from 'class-validator';

const platformRoles = ['member', 'auditor', 'admin'] as const;
const teamKinds = ['personal', 'developer', 'provider'] as const;
const teamRoles = ['viewer', 'member', 'owner'] as const;
export type PlatformRoleName = (typeof platformRoles)[number];
export type TeamKindName = (typeof teamKinds)[number];
export type TeamRoleName = (typeof teamRoles)[number];

/** Sign up. The password rules are checked on the server: 12 to 128 characters. */
export class SignUpRequest {
  @ApiProperty({ example: 'dana@example.com' }) @IsEmail() @MaxLength(254) email: string;
  @ApiProperty({ example: 'Dana' }) @IsString() @Length(1, 100) displayName: string;
  @ApiProperty({ minLength: 12, maxLength: 128 }) @IsString() @Length(12, 128) password: string;
}

export class SignInRequest {
  @ApiProperty() @IsString() @MaxLength(254) email: string;
  @ApiProperty() @IsString() @MaxLength(128) password: string;
}

export class RefreshRequest {
  @ApiProperty() @IsString() @MaxLength(200) refreshToken: string;
}

export class UserDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() email: string;
  @ApiProperty() displayName: string;
  @ApiProperty({ enum: platformRoles }) platformRole: PlatformRoleName;
}

export class MembershipDto {
  @ApiProperty({ format: 'uuid' }) teamId: string;
  @ApiProperty() teamSlug: string;
  @ApiProperty() teamName: string;
  @ApiProperty({ enum: teamKinds }) teamKind: TeamKindName;
  @ApiProperty({ enum: teamRoles }) role: TeamRoleName;
}

export class MeDto {
  @ApiProperty({ type: UserDto }) user: UserDto;
  @ApiProperty({ type: [MembershipDto] }) memberships: MembershipDto[];
}

/** A fresh sign-in or refresh. The refresh token is good once; presenting it twice ends the session. */
export class SessionDto {
  @ApiProperty() accessToken: string;
  @ApiProperty({ format: 'date-time' }) accessTokenExpiresAt: string;
  @ApiProperty() refreshToken: string;
  @ApiProperty({ format: 'date-time' }) refreshTokenExpiresAt: string;
  @ApiProperty({ type: UserDto }) user: UserDto;
}

export class CreateTeamRequest {
  @ApiProperty({ example: 'Payments' }) @IsString() @Length(1, 100) name: string;
  @ApiPropertyOptional({ example: 'payments', description: 'made from the name when left out' })
  @IsOptional()
  @IsString()
  @Length(2, 64)
  slug?: string;
  @ApiPropertyOptional({ enum: ['developer', 'provider'], description: 'provider (owns services) is for admins' })
  @IsOptional()
  @IsIn(['developer', 'provider'])
  kind?: 'developer' | 'provider';
}

export class UpdateTeamRequest {
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 100) name?: string;
  @ApiPropertyOptional({ enum: ['developer', 'provider'], description: 'for admins' })
  @IsOptional()
  @IsIn(['developer', 'provider'])
  kind?: 'developer' | 'provider';
}

export class PutMemberRequest {
  @ApiProperty({ enum: teamRoles }) @IsEnum(teamRoles) role: TeamRoleName;
}

export class AddMemberRequest extends PutMemberRequest {
  @ApiProperty({ description: 'of somebody who has signed up' }) @IsEmail() @MaxLength(254) email: string;
}

export class MemberDto {
  @ApiProperty({ format: 'uuid' }) userId: string;
  @ApiProperty() displayName: string;
  @ApiProperty() email: string;
  @ApiProperty({ enum: teamRoles }) role: TeamRoleName;
}

export class TeamDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() slug: string;
  @ApiProperty() name: string;
  @ApiProperty({ enum: teamKinds }) kind: TeamKindName;
  @ApiProperty({ format: 'date-time' }) createdAt: string;
}

export class TeamDetailDto extends TeamDto {
  @ApiProperty({ description: 'the number in the ETag' }) revision: number;
  @ApiProperty({ type: [MemberDto] }) members: MemberDto[];
}

export class TeamPageDto {
  @ApiProperty({ type: [TeamDto] }) items: TeamDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor: string | null;
}
