import * as applications from './application.sample.js';
import * as catalogue from './catalogue.sample.js';
import * as publishing from './publishing.sample.js';

/** A filled page for looking at and for testing every template; `area` is the part of the navigation it stands in. */
export interface Sample {
  page: string;
  model: { title: string };
  area: string | undefined;
}

const sample = (page: string, model: { title: string }, area?: string): Sample => ({ page, model, area });

/** Every page at least once, the states of some; the key is the address under which the samples link to each other. */
export const samples: Record<string, Sample> = {
  catalogue: sample('catalogue', catalogue.catalogue),
  'catalogue-empty': sample('catalogue', { ...catalogue.catalogue, services: [], pager: undefined } as never),
  service: sample('service', catalogue.service, 'Catalogue'),
  operation: sample('operation', catalogue.operation),
  'sign-in': sample('sign-in', publishing.signIn),
  'sign-up': sample('sign-up', publishing.signUp),
  applications: sample('applications', applications.applications, 'Applications'),
  'applications-empty': sample('applications', applications.noApplications, 'Applications'),
  application: sample('application', applications.application, 'Applications'),
  'get-key': sample('get-key', applications.getKey, 'Applications'),
  'key-revealed': sample('key-revealed', applications.keyRevealed, 'Applications'),
  confirm: sample('confirm', applications.revoke, 'Applications'),
  usage: sample('usage', applications.usage, 'Applications'),
  approvals: sample('approvals', publishing.approvals, 'Approvals'),
  publish: sample('publish', publishing.publish, 'Publish'),
  'publish-service': sample('publish-service', publishing.publishService, 'Publish'),
  'service-edit': sample('service-edit', publishing.serviceEdit, 'Publish'),
  'version-edit': sample('version-edit', publishing.versionEdit, 'Publish'),
  'plan-edit': sample('plan-edit', publishing.planEdit, 'Publish'),
  'publish-review': sample('publish-review', publishing.publishReview, 'Publish'),
  gateways: sample('gateways', publishing.gateways, 'Admin'),
  admin: sample('admin', applications.admin, 'Admin'),
  error: sample('error', publishing.error),
};
