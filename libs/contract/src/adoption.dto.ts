import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsArray, IsBoolean, IsOptional, IsString, Length, ArrayMaxSize } from 'class-validator';

const adoptionStates = ['reading', 'previewed', 'applying', 'switching', 'done', 'failed'] as const;
export type AdoptionState = (typeof adoptionStates)[number];

/** A service with one route of the gateway, and what it becomes in the catalogue. */
export class AdoptedServiceDto {
  @ApiProperty({ description: 'by which it is named when adoption is asked for' }) key: string;
  @ApiProperty({ description: 'its name on the gateway' }) foundAs: string;
  @ApiProperty({ description: 'the slug that it gets' }) slug: string;
  @ApiProperty({ example: 'v1' }) version: string;
  @ApiProperty({ example: '/orders/v1' }) basePath: string;
  @ApiProperty({ type: [String] }) hosts: string[];
  @ApiProperty() upstreamUrl: string;
  @ApiProperty({ type: [String], description: 'plans that it gets, in words: `5 per minute`' }) plans: string[];
  @ApiProperty({ description: 'applications that will be subscribed' }) subscriptions: number;
  @ApiProperty({ type: [String], description: 'what will be otherwise than today' }) warnings: string[];
}

/** A consumer of the gateway, which becomes an application. */
export class AdoptedApplicationDto {
  @ApiProperty() key: string;
  @ApiProperty() foundAs: string;
  @ApiProperty() name: string;
  @ApiProperty({ description: 'keys that go on working' }) keys: number;
  @ApiProperty({ type: [String], description: 'service slugs' }) services: string[];
}

/** Something that stays as it is, and why. */
export class NotAdoptedDto {
  @ApiProperty({ example: 'routes' }) kind: string;
  @ApiProperty() name: string;
  @ApiProperty() reason: string;
}

/** What an adoption would do. At most 500 of each list are named; the totals count all. */
export class AdoptionPreviewDto {
  @ApiProperty({ type: [AdoptedServiceDto] }) services: AdoptedServiceDto[];
  @ApiProperty() servicesTotal: number;
  @ApiProperty({ type: [AdoptedApplicationDto] }) applications: AdoptedApplicationDto[];
  @ApiProperty() applicationsTotal: number;
  @ApiProperty() keysTotal: number;
  @ApiProperty({ type: [NotAdoptedDto] }) notAdopted: NotAdoptedDto[];
  @ApiProperty() notAdoptedTotal: number;
}

export class AdoptionDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ format: 'uuid' }) gatewayId: string;
  @ApiProperty({
    enum: adoptionStates,
    description: 'switching: ours stand beside theirs, theirs go when ours are live on every node that can be reached',
  })
  state: AdoptionState;
  @ApiProperty({
    type: AdoptionPreviewDto,
    nullable: true,
    description: 'null while the gateway is read, and in lists',
  })
  preview: AdoptionPreviewDto | null;
  @ApiProperty({ type: String, nullable: true }) error: string | null;
  @ApiProperty({ description: 'objects of others that are still to be removed' }) toRemove: number;
  @ApiProperty() removed: number;
  @ApiProperty({ format: 'date-time' }) createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finishedAt: string | null;
}

export class AdoptionListDto {
  @ApiProperty({ type: [AdoptionDto], description: 'newest first, the last 20' }) items: AdoptionDto[];
}

/** Takes over what a preview showed. */
export class ApplyAdoptionRequest {
  @ApiProperty({ description: 'slug of the provider team that gets the services' })
  @IsString()
  @Length(2, 64)
  serviceTeam: string;
  @ApiProperty({ description: 'slug of the team that gets the applications' })
  @IsString()
  @Length(2, 64)
  applicationTeam: string;
  @ApiPropertyOptional({ type: [String], description: 'keys of the services to take over; left out: all' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(5_000)
  @IsString({ each: true })
  services?: string[];
  @ApiPropertyOptional({ description: 'the warnings of the preview are accepted', default: false })
  @IsOptional()
  @IsBoolean()
  acceptWarnings?: boolean;
}
