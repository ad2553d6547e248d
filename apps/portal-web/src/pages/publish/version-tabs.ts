import type { ServiceDto, VersionStateName } from '#contract';
import { link } from '../../view/helpers.js';

export type VersionTab = 'review' | 'lifecycle' | 'proposal' | 'lint' | 'callers';

/** What the pages about one version of one's own stand in. */
export interface VersionFrame {
  service: Pick<ServiceDto, 'slug' | 'name'>;
  version: { name: string; state: VersionStateName };
}

/** The pages about one version: only what is live has a document that could be replaced, and callers. */
export function versionTabs({ service, version }: VersionFrame, current: VersionTab) {
  const isLive = version.state === 'published' || version.state === 'deprecated';
  const labels: [VersionTab, string, boolean][] = [
    ['review', 'Overview', true],
    ['lifecycle', 'Life', version.state !== 'draft'],
    ['proposal', 'New document', isLive],
    ['lint', 'Lint', true],
    ['callers', 'Callers', version.state !== 'draft'],
  ];
  return labels
    .filter(([, , isThere]) => isThere)
    .map(([tab, label]) => {
      return { href: link('publish', service.slug, version.name, tab), label, current: tab === current };
    });
}

/** Heading, way back and tabs, the same on every page about one version. */
export function versionFrame(frame: VersionFrame, current: VersionTab) {
  const { service, version } = frame;
  return {
    heading: `${service.name} ${version.name}`,
    breadcrumb: [
      { href: '/publish', label: 'Publish' },
      { href: link('publish', service.slug), label: service.name },
    ],
    version: { name: version.name, state: version.state },
    tabs: versionTabs(frame, current),
  };
}
