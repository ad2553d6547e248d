import { accountView } from '../pages/account/account.view.js';
import { applicationView } from '../pages/application/application.view.js';
import {
  applicationSettingsView,
  applicationsView,
  newApplicationView,
} from '../pages/application/applications.view.js';
import { keyView, newKeyView } from '../pages/application/keys.view.js';
import { subscriptionView } from '../pages/application/subscription.view.js';
import { getKeyView, keySteps } from '../pages/get-key/get-key.view.js';
import { catalogueView } from '../pages/home/home.view.js';
import { serviceView } from '../pages/service/service.view.js';
import { signInView, signUpView } from '../pages/session/session.view.js';
import { confirmView } from '../pages/shared/confirm.view.js';
import { keyRevealView } from '../pages/shared/key-reveal.view.js';
import { callsChart } from '../pages/usage/usage-charts.js';
import { applicationUsageView } from '../pages/usage/usage.view.js';
import { ApiProblem } from '../api-client/api-problem.js';
import * as dto from './dto.sample.js';
import { curl, operations as listed } from './operation-dto.sample.js';
import { sample, type Sample } from './sample.js';
import { usage } from './usage-dto.sample.js';

const { application, environments, key, service, subscription } = dto;
const filter = { owner: '', state: '', cursor: '' };
const operations = { items: listed, nextCursor: 'more' };
const choices = {
  service,
  plans: [dto.free, dto.gold],
  applications: [application],
  environments,
  subscriptions: [subscription],
};
const keyForm = { application: 'a1', applicationName: '', plan: 'gold', keyName: '', environment: 'live' };
const taken = new ApiProblem(409, 'application.name_taken', 'The team has an application of this name.', [], 'r1');
const nameless = new ApiProblem(422, 'request.invalid', '', [{ field: 'keyName', message: 'Give it a name.' }], 'r1');
const issued = {
  credential: dto.pendingKey,
  key: 'ghl7QeT4vXw2mPz9KsRb1NcYd8UjHf3AaLo6Gi5EqVtBx0x9Za',
  curl: `curl 'https://api.example.com/orders/v2/orders' \\\n  -H 'apikey: ghl7QeT4vXw2mPz9KsRb1NcYd8UjHf3AaLo6Gi5EqVtBx0x9Za'`,
};
const empty = { items: [], nextCursor: null };
const form = { name: application.name, description: '', teamId: '' };

/** The pages of the catalogue and of those who call what is in it, made by the views that make the real ones. */
export const developerSamples: Record<string, Sample> = {
  catalogue: sample('catalogue', catalogueView(filter, { items: [service], nextCursor: 'more' }, [dto.owner])),
  'catalogue-empty': sample('catalogue', catalogueView({ ...filter, state: 'retired' }, empty, [dto.owner])),
  service: sample(
    'service',
    serviceView({
      service,
      plans: [dto.free, dto.gold],
      subscriptions: [subscription],
      version: dto.version,
      operations,
      firstCall: curl,
    }),
    'Catalogue',
  ),
  'service-empty': sample(
    'service',
    serviceView({
      service: { ...service, versions: [], description: '' },
      plans: [],
      subscriptions: [],
      version: undefined,
      operations: undefined,
      firstCall: undefined,
    }),
  ),
  'sign-in': sample('sign-in', signInView('/', { email: 'mara@example.com' })),
  'sign-up': sample('sign-up', signUpView('/services/orders', {})),
  account: sample('account', accountView(dto.me), 'Catalogue'),
  applications: sample(
    'applications',
    applicationsView({ items: [application], nextCursor: null }, ''),
    'Applications',
  ),
  'applications-empty': sample('applications', applicationsView(empty, ''), 'Applications'),
  'application-new': sample(
    'application-edit',
    newApplicationView(dto.me.memberships, form, 'once', taken),
    'Applications',
  ),
  'application-settings': sample('application-edit', applicationSettingsView(application, form, '"1"'), 'Applications'),
  application: sample(
    'application',
    applicationView({
      application,
      subscriptions: [subscription, dto.suspended],
      keys: [key, dto.pendingKey, dto.revokedKey],
      team: dto.team,
      chart: callsChart(usage),
    }),
    'Applications',
  ),
  subscription: sample(
    'subscription',
    subscriptionView(application, subscription, [dto.free, dto.gold]),
    'Applications',
  ),
  key: sample('key', keyView(application, dto.revokedKey), 'Applications'),
  'key-new': sample(
    'key-new',
    newKeyView(application, environments, { name: '', environment: 'live', expiresAt: '' }, 'once'),
    'Applications',
  ),
  'get-key': sample('get-key', getKeyView(choices, keyForm, 'once', nameless), 'Applications'),
  'key-revealed': sample(
    'key-revealed',
    keyRevealView(application, issued, { steps: keySteps('Key') }),
    'Applications',
  ),
  'key-repeated': sample(
    'key-revealed',
    keyRevealView(application, { ...issued, key: null, curl: null }),
    'Applications',
  ),
  confirm: sample(
    'confirm',
    confirmView({
      title: 'Revoke a key',
      heading: 'Revoke production',
      breadcrumb: [{ href: '/applications/a1', label: 'Checkout worker' }],
      formAction: '/applications/a1/keys/k1/revoke',
      name: 'production',
      text: 'Programs that use it are refused as soon as the gateways know. It cannot be undone.',
      button: 'Revoke the key',
      mistyped: true,
    }),
    'Applications',
  ),
  usage: sample('usage', applicationUsageView(application, usage), 'Applications'),
};
