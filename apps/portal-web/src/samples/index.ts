import * as applications from './application.sample.js';
import * as catalogue from './catalogue.sample.js';
import { publisherSamples } from './publisher.sample.js';
import * as publishing from './publishing.sample.js';
import { sample, type Sample } from './sample.js';

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
  ...publisherSamples,
  error: sample('error', publishing.error),
};
