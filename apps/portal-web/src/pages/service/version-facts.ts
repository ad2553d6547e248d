import type { ServiceDto, VersionDto } from '#contract';
import { link } from '../../view/helpers.js';

/** One line of facts: a text, a date, or a text that leads somewhere. */
export interface FactView {
  label: string;
  value?: string;
  at?: string;
  href?: string;
  /** Shown as it is read by machines. */
  mono?: boolean;
}

export interface TabView {
  href: string;
  label: string;
  current: boolean;
}

/** Overview, then the versions, newest first, then what changed between their documents. */
export function serviceTabs(service: ServiceDto, current?: string): TabView[] {
  const href = link('services', service.slug);
  return [
    { href, label: 'Overview', current: current === undefined },
    ...service.versions.toReversed().map(({ name }) => ({
      href: `${href}${link(name)}`,
      label: name,
      current: name === current,
    })),
    ...(service.versions.length === 0
      ? []
      : [{ href: `${href}/changes`, label: 'Changes', current: current === 'changes' }]),
  ];
}

/** Where a version is called, since when, until when, and its document. */
export function versionFacts(version: VersionDto): FactView[] {
  const date = (label: string, at: string | null): FactView[] => (at === null ? [] : [{ label, at }]);
  const { spec } = version;
  return [
    ...[...new Set(version.callUrls)].map((value) => ({ label: 'Address', value, mono: true })),
    ...date('Published', version.publishedAt),
    ...date('Deprecated', version.deprecatedAt),
    ...date('Ends', version.retiredAt === null ? version.sunsetAt : null),
    ...date('Retired', version.retiredAt),
    ...(spec === null ? [] : [documentFact(version.serviceSlug, version.name, spec)]),
  ];
}

function documentFact(slug: string, version: string, spec: NonNullable<VersionDto['spec']>): FactView {
  const value = `OpenAPI ${spec.openapi}, ${formatBytes(spec.byteLength)}`;
  return { label: 'Document', value, href: link('services', slug, version, 'openapi') };
}

function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
