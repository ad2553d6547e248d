import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { PageQuery } from './common.js';

export const searchKinds = ['service', 'operation', 'schema', 'page', 'parameter', 'property'] as const;
export const foundStates = ['published', 'deprecated'] as const;
/** Longer than any path that somebody pastes. */
export const SEARCH_QUERY_MAX = 200;
export type SearchKind = (typeof searchKinds)[number];
export type FoundState = (typeof foundStates)[number];

export class SearchQuery extends PageQuery {
  @ApiProperty({ description: 'words, a path or a piece of one, an operation id, or a method and a path' })
  @IsString()
  @Length(1, SEARCH_QUERY_MAX)
  query: string;
  @ApiPropertyOptional({ enum: searchKinds }) @IsOptional() @IsIn(searchKinds) kind?: SearchKind;
  @ApiPropertyOptional({ description: 'slug of a service' }) @IsOptional() @IsString() @MaxLength(64) service?: string;
  @ApiPropertyOptional({ description: 'name of a version' }) @IsOptional() @IsString() @MaxLength(64) version?: string;
  @ApiPropertyOptional({ example: 'GET' }) @IsOptional() @IsString() @MaxLength(16) method?: string;
  @ApiPropertyOptional({ enum: foundStates }) @IsOptional() @IsIn(foundStates) state?: FoundState;
  @ApiPropertyOptional({ description: 'the first tag of an operation' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  tag?: string;
}

export class FoundServiceDto {
  @ApiProperty() slug: string;
  @ApiProperty() name: string;
}

/** A text and which of its characters answer the query. */
export class SearchMatchDto {
  @ApiProperty({ enum: ['title', 'path', 'summary', 'name'], description: 'name: of a parameter or property' })
  field: 'title' | 'path' | 'summary' | 'name';
  @ApiProperty({ description: 'plain text' }) text: string;
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 },
    description: 'first character and the one after the last',
  })
  ranges: [number, number][];
}

export class SearchHitDto {
  @ApiProperty({ enum: searchKinds }) kind: SearchKind;
  @ApiProperty({ description: 'an operation id, or method and path; a name; a title' }) title: string;
  @ApiProperty({ type: FoundServiceDto }) service: FoundServiceDto;
  @ApiProperty({ type: String, nullable: true, description: 'none: the service itself' }) version: string | null;
  @ApiProperty({ enum: foundStates, nullable: true, description: 'of the version' }) state: FoundState | null;
  @ApiProperty({ type: String, nullable: true }) method: string | null;
  @ApiProperty({ type: String, nullable: true }) path: string | null;
  @ApiProperty() summary: string;
  @ApiProperty({ type: String, nullable: true }) tag: string | null;
  @ApiProperty() deprecated: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'of the schema, or of the one that has the property' })
  pointer: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'query-limit', description: 'the place on its page' })
  anchor: string | null;
  @ApiProperty({ type: [SearchMatchDto] }) matched: SearchMatchDto[];
}

export class FacetDto {
  @ApiProperty({ description: 'what the filter of that name takes' }) value: string;
  @ApiProperty({ description: 'what people read' }) label: string;
  @ApiProperty({ description: 'among the hits that were counted' }) count: number;
}

/** What the hits can be narrowed to; the most frequent ones of each. */
export class SearchFacetsDto {
  @ApiProperty({ type: [FacetDto] }) kinds: FacetDto[];
  @ApiProperty({ type: [FacetDto] }) services: FacetDto[];
  @ApiProperty({ type: [FacetDto], description: 'only within one service' }) versions: FacetDto[];
  @ApiProperty({ type: [FacetDto] }) methods: FacetDto[];
  @ApiProperty({ type: [FacetDto] }) states: FacetDto[];
  @ApiProperty({ type: [FacetDto] }) tags: FacetDto[];
}

export class SearchPageDto {
  @ApiProperty({ type: [SearchHitDto] }) items: SearchHitDto[];
  @ApiProperty({ description: 'how many hits were counted' }) total: number;
  @ApiProperty({ description: 'there are more than were counted: narrow the search' }) more: boolean;
  @ApiProperty({ type: SearchFacetsDto }) facets: SearchFacetsDto;
  @ApiProperty({ type: String, nullable: true, description: 'what was searched instead of what was typed' })
  corrected: string | null;
  @ApiProperty({ description: 'nothing has all words: these hits have some of them' }) partial: boolean;
  @ApiProperty({ type: String, nullable: true }) nextCursor: string | null;
}
