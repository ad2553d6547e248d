import { operationView } from '../pages/operation/operation.view.js';
import { operationPlaceView, schemaView } from '../pages/schema/schema.view.js';
import { referenceView } from '../pages/service/reference.view.js';
import { printView, tagView } from '../pages/tag/tag.view.js';
import { timeline } from './lifecycle.dto.js';
import { hugeOperation } from './huge-operation.dto.js';
import * as dto from './reference.dto.js';
import { sample, type Sample } from './sample.js';

const listed = { items: dto.operations, nextCursor: 'more' };
const choice = { example: 0, language: '', environment: '' };

/** The pages on which an API is read, made by the views that make the real ones. */
export const referenceSamples: Record<string, Sample> = {
  reference: sample('reference', referenceView(dto.start, listed, { query: '', cursor: '' }, timeline)),
  'reference-filtered': sample(
    'reference',
    referenceView(dto.start, listed, { query: 'order', cursor: 'x' }, timeline),
  ),
  operation: sample('operation', operationView(dto.operation, choice)),
  'operation-webhook': sample('operation', operationView(dto.webhook, choice)),
  'operation-huge': sample('operation', operationView(hugeOperation(), choice)),
  schema: sample('schema', schemaView(dto.component, 0)),
  'schema-place': sample('schema', operationPlaceView(dto.operation, '/requestBody/contents/1/schema', 0)!),
  tag: sample('tag', tagView(dto.tagPage, 'x')),
  'tag-printed': sample('print', printView(dto.wholeTagPage, '')),
};
