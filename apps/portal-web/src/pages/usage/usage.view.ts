import type { ApplicationDto, UsageDto } from '#contract';
import { link } from '../../view/helpers.js';
import { applicationTabs } from '../application/application-tabs.js';
import { usageView } from '../shared/usage.view.js';

export function applicationUsageView(application: ApplicationDto, usage: UsageDto) {
  return {
    title: `Usage of ${application.name}`,
    heading: application.name,
    summary: 'What the gateways have reported, within a minute of the call. Times are UTC.',
    breadcrumb: [{ href: '/applications', label: 'Applications' }],
    tabs: applicationTabs(application, 'Usage'),
    ...usageView(usage, {
      path: `${link('applications', application.id)}/usage`,
      services: (slug) => link('services', slug),
      operations: true,
    }),
  };
}
