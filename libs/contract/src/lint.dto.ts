import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from './common.js';

export const lintSeverities = ['error', 'warn'] as const;
export type LintSeverityName = (typeof lintSeverities)[number];

export const lintGates = ['warn', 'block'] as const;
export type LintGateName = (typeof lintGates)[number];

export class LintFindingDto {
  @ApiProperty({ example: 'operation-summary' }) rule: string;
  @ApiProperty({ enum: lintSeverities }) severity: LintSeverityName;
  @ApiProperty({ description: 'counted from 1' }) line: number;
  @ApiProperty({ description: 'counted from 1' }) column: number;
  @ApiProperty({ example: '#/paths/~1orders/get' }) pointer: string;
  @ApiProperty({ description: 'the file of a bundle; empty for a document of one file' }) file: string;
  @ApiProperty() message: string;
  @ApiProperty({ description: 'how to mend it, in one sentence' }) advice: string;
}

export class LintSummaryDto {
  @ApiProperty({ description: '0 to 100' }) score: number;
  @ApiProperty() errors: number;
  @ApiProperty() warnings: number;
  @ApiProperty({ enum: lintGates, description: "whether errors keep this team's documents from being published" })
  gate: LintGateName;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, description: 'findings by rule' })
  byRule: Record<string, number>;
}

export class LintQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'only findings of this rule' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  rule?: string;
  @ApiPropertyOptional({ enum: lintSeverities }) @IsOptional() @IsIn(lintSeverities) severity?: LintSeverityName;
  @ApiPropertyOptional({ enum: ['json', 'csv'] }) @IsOptional() @IsIn(['json', 'csv']) format?: 'json' | 'csv';
}

/** What the linter found in the document of a version that is in force; null before it has one. */
export class LintReportDto {
  @ApiProperty({ type: LintSummaryDto, nullable: true }) summary: LintSummaryDto | null;
  @ApiProperty({ description: 'it is being linted: ask again in a few seconds' }) pending: boolean;
  @ApiProperty({ description: 'linting it broke off; it is tried again by itself, or at once when that is asked for' })
  failed: boolean;
  @ApiProperty({ type: [LintFindingDto] }) items: LintFindingDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor: string | null;
}

/** The score of one revision of a version. */
export class LintHistoryPointDto {
  @ApiProperty() revision: number;
  @ApiProperty({ format: 'date-time' }) createdAt: string;
  @ApiProperty() score: number;
  @ApiProperty() errors: number;
  @ApiProperty() warnings: number;
}

export class LintHistoryDto {
  @ApiProperty({ type: [LintHistoryPointDto], description: 'the newest first, 50 at most' })
  items: LintHistoryPointDto[];
}

/** One rule as a team sees it. */
export class LintRuleDto {
  @ApiProperty({ example: 'operation-summary' }) rule: string;
  @ApiProperty() title: string;
  @ApiProperty() advice: string;
  @ApiProperty({ enum: ['redocly', 'gatehouse'] }) source: string;
  @ApiProperty({ enum: ['off', ...lintSeverities] }) default: string;
  @ApiProperty({ enum: ['off', ...lintSeverities], description: "the team's choice" }) severity: string;
}

export class LintPolicyDto {
  @ApiProperty({ enum: lintGates }) gate: LintGateName;
  @ApiProperty({ type: [LintRuleDto] }) rules: LintRuleDto[];
  @ApiProperty() revision: number;
  @ApiProperty() editable: boolean;
}

export class PutLintPolicyRequest {
  @ApiProperty({ enum: lintGates }) @IsIn(lintGates) gate: LintGateName;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', enum: ['off', ...lintSeverities] },
    description: 'rules that differ from their default',
  })
  @IsObject()
  rules: Record<string, string>;
}
