import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { PageQuery } from './common.js';
import { LintSummaryDto } from './lint.dto.js';
import { SpecSummaryDto } from './version.dto.js';

export const changeClasses = ['breaking', 'dangerous', 'safe'] as const;
export type ChangeClassName = (typeof changeClasses)[number];

/** `v1`, or `v1@3` for its third revision. */
export const REVISION_REF = /^[a-z0-9][a-z0-9._-]{0,31}(@[1-9]\d{0,8})?$/;

/** The reason with which a breaking change is published all the same; kept in the audit log. */
export const OVERRIDE_REASON = { min: 10, max: 1000 };

/** A revision of a version's document. */
export class RevisionRefDto {
  @ApiProperty({ example: 'v1' }) version: string;
  @ApiProperty({ type: Number, nullable: true, description: 'none: a document that is not published' })
  revision: number | null;
  @ApiProperty({ description: 'sha256 of the document, hex' }) hash: string;
}

export class OperationRefDto {
  @ApiProperty({ example: 'GET' }) method: string;
  @ApiProperty({ example: '/orders/{id}' }) path: string;
}

/** An application that calls an operation. Calls are those of the last 30 days. */
export class CallerDto {
  @ApiProperty({ format: 'uuid' }) applicationId: string;
  @ApiProperty() applicationName: string;
  @ApiProperty({ format: 'uuid' }) teamId: string;
  @ApiProperty() teamName: string;
  @ApiProperty({ type: OperationRefDto, nullable: true, description: 'none: calls that belong to no operation' })
  operation: OperationRefDto | null;
  @ApiProperty() calls: number;
  @ApiProperty({ format: 'date-time', description: 'the hour or day of the last of them' }) lastCalledAt: string;
}

export class ChangeDto {
  @ApiProperty({ example: 'request-parameter-removed' }) rule: string;
  @ApiProperty({ enum: changeClasses }) class: ChangeClassName;
  @ApiProperty({ description: 'why changes of this rule are of this class' }) why: string;
  @ApiProperty({ type: [OperationRefDto], description: 'the first 20 that it hits; empty: the document as a whole' })
  operations: OperationRefDto[];
  @ApiProperty({ description: 'how many it hits' }) operationCount: number;
  @ApiProperty({ type: String, nullable: true, enum: ['request', 'response'] }) direction:
    'request' | 'response' | null;
  @ApiProperty({ type: String, nullable: true, description: 'JSON pointer into the earlier document' })
  basePointer: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'JSON pointer into the later document' })
  targetPointer: string | null;
  @ApiProperty({ example: 'The query parameter `limit` became required.' }) message: string;
  @ApiPropertyOptional({
    type: [CallerDto],
    description: 'who called what it hits, the most calls first, 10 at most; only for the team of the service',
  })
  callers?: CallerDto[];
  @ApiPropertyOptional({ description: 'how many applications called what it hits; only for the team of the service' })
  callerCount?: number;
}

export class ChangeCountsDto {
  @ApiProperty() breaking: number;
  @ApiProperty() dangerous: number;
  @ApiProperty() safe: number;
}

/** How many operations came, went, changed and stayed. */
export class OperationTotalsDto {
  @ApiProperty() added: number;
  @ApiProperty() removed: number;
  @ApiProperty() changed: number;
  @ApiProperty() unchanged: number;
}

export class ComparisonQuery extends PageQuery {
  @ApiProperty({ example: 'v1@2', description: 'the earlier one: version, or version@revision' })
  @Matches(REVISION_REF, { message: 'from is a version, such as v1, or one of its revisions, such as v1@3' })
  from: string;
  @ApiProperty({ example: 'v2', description: 'the later one' })
  @Matches(REVISION_REF, { message: 'to is a version, such as v1, or one of its revisions, such as v1@3' })
  to: string;
  @ApiPropertyOptional({ enum: changeClasses }) @IsOptional() @IsIn(changeClasses) class?: ChangeClassName;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(100) rule?: string;
  @ApiPropertyOptional({ description: 'words in path, rule or sentence' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  query?: string;
  @ApiPropertyOptional({ description: 'only what the applications of my teams have called in the last 30 days' })
  @IsOptional()
  @Transform(({ value }) => value === true || value === 'true')
  @IsBoolean()
  mine?: boolean;
  @ApiPropertyOptional({ enum: ['json', 'csv', 'text'] })
  @IsOptional()
  @IsIn(['json', 'csv', 'text'])
  format?: 'json' | 'csv' | 'text';
}

export class ComparisonDto {
  @ApiProperty({ type: RevisionRefDto }) from: RevisionRefDto;
  @ApiProperty({ type: RevisionRefDto }) to: RevisionRefDto;
  @ApiProperty({ type: ChangeCountsDto, description: 'of all changes, whatever the filter' }) counts: ChangeCountsDto;
  @ApiProperty({ type: OperationTotalsDto }) totals: OperationTotalsDto;
  @ApiProperty({ description: 'how many changes the filter lets through' }) matching: number;
  @ApiProperty({ description: 'changes that were counted and not kept' }) notKept: number;
  @ApiProperty({ type: [ChangeDto] }) items: ChangeDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor: string | null;
}

/** Who a set of changes hits, by the calls of the last 30 days. */
export class ReachDto {
  @ApiProperty() applications: number;
  @ApiProperty() teams: number;
  @ApiProperty() calls: number;
}

export const reviewVerdicts = ['unchanged', 'publishable', 'needs_override', 'blocked'] as const;
export type ReviewVerdictName = (typeof reviewVerdicts)[number];

/** What publishing a document would mean, without publishing it. */
export class ReviewDto {
  @ApiProperty({
    enum: reviewVerdicts,
    description:
      'needs_override: it breaks what is live, or nobody knows, so a reason is needed; blocked: the linter found errors',
  })
  verdict: ReviewVerdictName;
  @ApiProperty({ type: [String], description: 'the verdict in sentences' }) reasons: string[];
  @ApiProperty({ type: SpecSummaryDto }) document: SpecSummaryDto;
  @ApiProperty({ type: RevisionRefDto, nullable: true, description: 'what it is compared with; none: nothing is live' })
  base: RevisionRefDto | null;
  @ApiProperty({ type: String, nullable: true, description: 'why the two could not be compared; none: they were' })
  notCompared: string | null;
  @ApiProperty({ type: ChangeCountsDto }) counts: ChangeCountsDto;
  @ApiProperty({ type: OperationTotalsDto }) totals: OperationTotalsDto;
  @ApiProperty({ type: ReachDto, description: 'of the breaking changes' }) breakingReach: ReachDto;
  @ApiProperty({ type: [ChangeDto], description: 'the worst 100, with their callers' }) changes: ChangeDto[];
  @ApiProperty({
    type: LintSummaryDto,
    nullable: true,
    description: 'none: it is still being linted, or that broke off',
  })
  lint: LintSummaryDto | null;
  @ApiProperty({ description: 'linting it broke off' }) lintFailed: boolean;
}

/** A document that waits to be put in the place of a live version's. */
export class ProposalDto extends ReviewDto {
  @ApiProperty() fileName: string;
  @ApiProperty({ type: String, nullable: true }) sourceUrl: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'who proposed it' }) proposedBy: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt: string;
}

export class PublishProposalRequest {
  @ApiProperty({ description: 'hash of the document that was reviewed: another one is refused (412)' })
  @Matches(/^[0-9a-f]{64}$/)
  hash: string;
  @ApiPropertyOptional({ description: 'needed when it breaks what is live; kept in the audit log' })
  @IsOptional()
  @IsString()
  @Length(OVERRIDE_REASON.min, OVERRIDE_REASON.max)
  overrideReason?: string;
}

export class CheckQuery {
  @ApiPropertyOptional({
    enum: ['breaking', 'dangerous'],
    description:
      'answer 409 when a change is of this class or worse, when it cannot be known, or when the linter keeps it back',
  })
  @IsOptional()
  @IsIn(['breaking', 'dangerous'])
  failOn?: 'breaking' | 'dangerous';
}

export class PublishSpecQuery {
  @ApiPropertyOptional({ description: 'shown in the list of revisions' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  fileName?: string;
  @ApiPropertyOptional({ description: 'why a breaking change is published on a live version all the same' })
  @IsOptional()
  @IsString()
  @Length(OVERRIDE_REASON.min, OVERRIDE_REASON.max)
  overrideReason?: string;
}

export class CallerQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'GET /orders/{id}', description: 'only callers of this operation' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  operation?: string;
  @ApiPropertyOptional({ enum: ['json', 'csv'] }) @IsOptional() @IsIn(['json', 'csv']) format?: 'json' | 'csv';
}

export class CallerPageDto {
  @ApiProperty({ type: ReachDto, description: 'of all that match' }) reach: ReachDto;
  @ApiProperty({ type: [CallerDto], description: 'the most calls first' }) items: CallerDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor: string | null;
}

/** A message to those who can act in the teams whose applications called the version in the last 30 days. */
export class AnnounceRequest {
  @ApiProperty({ maxLength: 150, description: 'one line' })
  @IsString()
  @Length(3, 150)
  @Matches(/^[^\p{Cc}\u2028\u2029]*$/u, { message: 'subject is one line' })
  subject: string;
  @ApiProperty({ maxLength: 5000, description: 'plain text' }) @IsString() @Length(10, 5000) text: string;
  @ApiPropertyOptional({ example: 'GET /orders/{id}', description: 'only to those who called this operation' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  operation?: string;
}

export class AnnouncedDto {
  @ApiProperty() applications: number;
  @ApiProperty() teams: number;
  @ApiProperty({ description: 'mails that are under way' }) recipients: number;
}
