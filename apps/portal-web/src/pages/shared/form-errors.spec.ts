import path from 'node:path';
import { projectRoot } from '#platform';
import { ApiProblem } from '../../api-client/api-problem.js';
import * as dto from '../../samples/publisher.dto.js';
import { previewed, teams } from '../../samples/gateway.dto.js';
import { adminSite } from '../../samples/site.sample.js';
import { Assets } from '../../view/assets.js';
import { Templates } from '../../view/templates.js';
import { approvalsView } from '../approvals/approvals.view.js';
import { adoptionView } from '../gateways/adoption.view.js';
import { editGatewayView, newGatewayView } from '../gateways/gateway-form.view.js';
import { editPlanView, newPlanView } from '../plan-edit/plan-edit.view.js';
import { publishReviewView } from '../publish-review/publish-review.view.js';
import { editServiceView, newServiceView } from '../service-edit/service-edit.view.js';
import { newTeamView, teamView, teamViewer } from '../teams/teams.view.js';
import { editVersionView, newVersionView } from '../version-edit/version-edit.view.js';

const folder = path.join(projectRoot(), 'apps', 'portal-web');
const templates = new Templates(path.join(folder, 'views'));
const site = adminSite(new Assets(path.join(folder, 'public')).links, 'Publish');
const { service, version, free, gateway, team, me, subscription } = dto;
const environments = dto.environments;
const waiting = { items: [subscription], nextCursor: null };
const review = {
  service,
  version,
  operations: dto.operations,
  plans: [free],
  environments,
  choices: dto.choices,
  subscriptions: waiting,
};

const wrong = (field: string) =>
  new ApiProblem(400, 'request.invalid', 'No.', [{ field, message: 'is not right' }], 'r1');
const coded = (code: string) => new ApiProblem(409, code, 'It cannot be so.', [], 'r1');
const plan = { limits: { minute: '0' } };

type View = (problem: ApiProblem) => { title: string };
const newService: View = (problem) => newServiceView([], {}, problem);
const editService: View = (problem) => editServiceView(service, {}, '"1"', problem);
const newVersion: View = (problem) => newVersionView(service, {}, problem);
const editVersion: View = (problem) => editVersionView('Orders', dto.draft, {}, '"1"', problem);
const newPlan: View = (problem) => newPlanView(service, plan, problem);
const editPlan: View = (problem) => editPlanView(service, free, plan, '"1"', problem);
const newGateway: View = (problem) => newGatewayView([], {}, problem);
const editGateway: View = (problem) => editGatewayView(gateway, {}, '"1"', problem);
const newTeam: View = (problem) => newTeamView(true, {}, problem);
const member: View = (problem) => teamView(team, teamViewer(me), { form: 'member', typed: {}, problem });
const rename: View = (problem) => teamView(team, teamViewer(me), { form: 'name', typed: {}, problem });
const decision: View = (problem) =>
  approvalsView('waiting', waiting, undefined, { id: subscription.id, reason: '', problem });

const choice: View = (problem) => publishReviewView(review, { choice: { everywhere: false, gatewayIds: [], problem } });
const takeOver: View = (problem) => {
  const form = { serviceTeam: 'commerce', applicationTeam: 'web-shop', services: [], acceptWarnings: false };
  return adoptionView({ gateway, adoption: previewed, teams, mayManage: true }, { form, problem });
};

const cases: [page: string, view: View, problem: ApiProblem, fieldId: string][] = [
  ...['name', 'slug', 'summary', 'description', 'exposure', 'visibility'].map(
    (field) => ['service-edit', newService, wrong(field), field] as [string, View, ApiProblem, string],
  ),
  ['service-edit', newService, wrong('ownerTeamId'), 'team'],
  ['service-edit', newService, coded('team.not_provider'), 'team'],
  ['service-edit', editService, wrong('teamSlugs'), 'grants'],
  ...['name', 'upstreamUrl', 'basePath', 'hosts'].map(
    (field) => ['version-edit', newVersion, wrong(field), field] as [string, View, ApiProblem, string],
  ),
  ['version-edit', newVersion, coded('spec.not_openapi'), 'document'],
  ['version-edit', newVersion, coded('version.name_taken'), 'name'],
  ['version-edit', editVersion, coded('version.base_path_taken'), 'basePath'],
  ...['second', 'minute', 'hour', 'day', 'month'].map(
    (window) => ['plan-edit', newPlan, wrong(`limits.${window}`), window] as [string, View, ApiProblem, string],
  ),
  ['plan-edit', newPlan, wrong('limits'), 'limits'],
  ['plan-edit', newPlan, wrong('slug'), 'slug'],
  ['plan-edit', editPlan, wrong('approval'), 'approval'],
  ['gateway-edit', newGateway, wrong('environment'), 'environment'],
  ['gateway-edit', newGateway, coded('gateway.slug_taken'), 'name'],
  ['gateway-edit', editGateway, wrong('adminUrl'), 'adminUrl'],
  ['gateway-edit', editGateway, wrong('proxyUrl'), 'proxyUrl'],
  ['gateway-edit', newGateway, wrong('nodeUrls'), 'nodeUrls'],
  ['gateway-edit', editGateway, wrong('adminToken'), 'adminToken'],
  ['gateway-edit', editGateway, wrong('driftPolicy'), 'driftPolicy'],
  ['adoption', takeOver, wrong('serviceTeam'), 'serviceTeam'],
  ['adoption', takeOver, wrong('applicationTeam'), 'applicationTeam'],
  ['adoption', takeOver, wrong('services'), 'services'],
  ['adoption', takeOver, wrong('acceptWarnings'), 'acceptWarnings'],
  ['publish-review', choice, wrong('gatewayIds'), 'gateways-choice'],
  ['team-new', newTeam, wrong('slug'), 'slug'],
  ['team-new', newTeam, wrong('name'), 'name'],
  ['team', member, wrong('email'), 'email'],
  ['team', rename, wrong('name'), 'name'],
  ['approvals', decision, wrong('reason'), `reason-${subscription.id}`],
];

describe('a form that was refused', () => {
  it.each(cases)('on the page %s says so beside the field (%#)', (page, view, problem, fieldId) => {
    const html = templates.render(page, view(problem), site);
    expect(html.match(new RegExp(`id="${fieldId}-error"`, 'g'))).toHaveLength(1);
    expect(html).toMatch(new RegExp(`id="${fieldId}-error">[^]*?<span>[^<]*(is not right|It cannot be so)`));
  });

  it('keeps what was typed', () => {
    const typed = { name: 'v9', upstreamUrl: 'ftp://x', basePath: '/a b', hosts: 'h_', documentText: 'openapi: 3' };
    const html = templates.render('version-edit', newVersionView(service, typed, wrong('hosts')), site);
    for (const text of Object.values(typed)) expect(html).toContain(text);
    expect(html).toContain('<details open>');
  });
});
