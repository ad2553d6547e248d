import { ApiProblem } from '../api-client/api-problem.js';
import { lifecycleView } from '../pages/lifecycle/lifecycle.view.js';
import { referenceView } from '../pages/service/reference.view.js';
import { brownouts, ends, timeline } from './lifecycle.dto.js';
import * as dto from './publisher.dto.js';
import { start } from './reference.dto.js';
import { sample, type Sample } from './sample.js';

const { service, version } = dto;
const data = { service, version: { ...version, ...ends, retiresAtSunset: true }, timeline, brownouts, once: 'o1' };
const fields = [{ field: 'sunsetAt', message: 'The end must lie ahead.' }];
const problem = new ApiProblem(400, 'request.invalid', 'The end must lie ahead.', fields, 'r1');
const typed = { deprecatesAt: '2026-12-01T09:00', sunsetAt: '2026-01-01T00:00', successor: 'v1' };
const retired = { ...data.version, state: 'retired' as const, answersGone: true };
const { place } = start;
const ended = { ...place.version, ...ends, state: 'deprecated' as const, successor: 'v1' };
const deprecated = { ...start, place: { ...place, version: ended } };
const none = { items: [], nextCursor: null };

/** The pages about the end of a version. */
export const lifecycleSamples: Record<string, Sample> = {
  'lifecycle of a deprecated version': sample('lifecycle', lifecycleView(data), 'publish'),
  'lifecycle, refused': sample('lifecycle', lifecycleView({ ...data, version }, { problem, typed }), 'publish'),
  'lifecycle of a retired version': sample('lifecycle', lifecycleView({ ...data, version: retired }), 'publish'),
  'reference of a deprecated version': sample(
    'reference',
    referenceView(deprecated, none, { query: '', cursor: '' }, timeline),
    'services',
  ),
};
