import type { ReferenceComponentDto, ReferenceOperationDto, ReferenceStartDto, ReferenceTagPageDto } from '#contract';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';

/** The version that a page of the reference is about. */
export interface VersionOf {
  slug: string;
  version: string;
}

/** Most operations of a tag on one page, with and without what they say. */
const listedAtMost = 200;
const wholeAtMost = 50;

const path = ({ slug, version }: VersionOf, ...rest: string[]) =>
  apiPath('services', slug, 'versions', version, 'reference', ...rest);

export function readStart(visitor: VisitorApi, of: VersionOf): Promise<ReferenceStartDto> {
  return visitor.call({ path: path(of) });
}

export function readReferenceOperation(
  visitor: VisitorApi,
  of: VersionOf,
  operation: { method: string; path: string },
): Promise<ReferenceOperationDto> {
  return visitor.call({ path: path(of, 'operation'), query: { method: operation.method, path: operation.path } });
}

/** @param whole also what each operation says, for paper */
export function readTag(
  visitor: VisitorApi,
  of: VersionOf,
  tag: { name: string; cursor: string; whole?: boolean },
): Promise<ReferenceTagPageDto> {
  const whole = tag.whole === true ? 'true' : undefined;
  const limit = tag.whole === true ? wholeAtMost : listedAtMost;
  // No name is a name here, and the client leaves empty parameters out.
  const name = encodeURIComponent(tag.name);
  return visitor.call({ path: `${path(of, 'tag')}?name=${name}`, query: { cursor: tag.cursor, whole, limit } });
}

export function readComponent(
  visitor: VisitorApi,
  of: VersionOf,
  pointer: string,
  at: string,
): Promise<ReferenceComponentDto> {
  return visitor.call({ path: path(of, 'component'), query: { pointer, at } });
}
