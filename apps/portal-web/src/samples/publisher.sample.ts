import { adminView } from '../pages/admin/admin.view.js';
import { approvalsView } from '../pages/approvals/approvals.view.js';
import { auditView } from '../pages/audit/audit.view.js';
import { editPlanView, formOfPlan, newPlanView } from '../pages/plan-edit/plan-edit.view.js';
import { publishServiceView, publishUsageView } from '../pages/publish/publish-service.view.js';
import { publishView, publishViewer } from '../pages/publish/publish.view.js';
import { publishReviewView } from '../pages/publish-review/publish-review.view.js';
import {
  editServiceView,
  emptyServiceForm,
  formOfService,
  newServiceView,
} from '../pages/service-edit/service-edit.view.js';
import { newTeamView, teamsView, teamView, teamViewer } from '../pages/teams/teams.view.js';
import { editVersionView, formOfVersion, newVersionView } from '../pages/version-edit/version-edit.view.js';
import * as dto from './publisher.dto.js';
import { sample, type Sample } from './sample.js';

const { service, version, draft, operations, environments, free, gold, subscription, rejected, gateway } = dto;
const viewer = publishViewer(dto.me);
const all = { all: false, query: '', cursor: undefined };
const teams = [{ value: 't1', label: 'Commerce' }];
const entry = {
  id: '7',
  at: '2026-11-20T10:00:00Z',
  actor: 'mara@example.com',
  ip: '10.0.0.7',
  action: 'version.updated',
  subjectKind: 'version',
  subjectId: 'v2',
  before: { upstreamUrl: 'http://old.internal' },
  after: { upstreamUrl: 'http://orders.internal:8080', hosts: ['api.example.com'] },
};
const plans = [free, { ...gold, archivedAt: '2026-11-20T10:00:00Z' }];
const data = {
  service,
  plans,
  environments,
  choices: dto.choices,
  subscriptions: { items: [subscription], nextCursor: null },
};

/** The pages of provider teams, admins and auditors, made by their own views from what the API answers. */
export const publisherSamples: Record<string, Sample> = {
  publish: sample('publish', publishView({ items: [service], nextCursor: 'more' }, viewer, all), 'Publish'),
  'publish-empty': sample('publish', publishView({ items: [], nextCursor: null }, viewer, all), 'Publish'),
  'publish-service': sample(
    'publish-service',
    publishServiceView({
      service,
      versions: [version, draft],
      plans,
      subscriptions: [subscription],
      moreSubscriptions: true,
    }),
    'Publish',
  ),
  'publish-usage': sample('publish-usage', publishUsageView(service, dto.usage), 'Publish'),
  'service-new': sample('service-edit', newServiceView(teams, emptyServiceForm), 'Publish'),
  'service-edit': sample('service-edit', editServiceView(service, formOfService(service, []), '"3"'), 'Publish'),
  'version-new': sample('version-edit', newVersionView(service, {}), 'Publish'),
  'version-edit': sample('version-edit', editVersionView('Orders', version, formOfVersion(version), '"4"'), 'Publish'),
  'plan-new': sample('plan-edit', newPlanView(service, { approval: 'auto', limits: {} }), 'Publish'),
  'plan-edit': sample('plan-edit', editPlanView(service, free, formOfPlan(free), '"2"'), 'Publish'),
  'publish-review': sample('publish-review', publishReviewView({ ...data, version, operations }), 'Publish'),
  'publish-review-draft': sample(
    'publish-review',
    publishReviewView({ ...data, plans: [], version: draft, operations: { items: [], nextCursor: null } }),
    'Publish',
  ),
  approvals: sample(
    'approvals',
    approvalsView('waiting', { items: [subscription], nextCursor: 'more' }, undefined),
    'Approvals',
  ),
  'approvals-decided': sample(
    'approvals',
    approvalsView('decided', { items: [rejected], nextCursor: null }, undefined),
    'Approvals',
  ),
  admin: sample(
    'admin',
    adminView({ usage: dto.usage, waiting: [subscription], gateways: [gateway, dto.failingGateway] }),
    'Admin',
  ),
  audit: sample(
    'audit',
    auditView(
      { items: [entry], nextCursor: 'more' },
      { subjectKind: 'version', subjectId: undefined, cursor: undefined },
    ),
    'Admin',
  ),
  teams: sample('teams', teamsView({ items: [dto.team], nextCursor: 'more' }, teamViewer(dto.me), undefined), 'Admin'),
  'team-new': sample('team-new', newTeamView(true, { kind: 'provider' })),
  team: sample('team', teamView(dto.team, teamViewer(dto.me))),
};
