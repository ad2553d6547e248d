import { ApiProblem } from '../api-client/api-problem.js';
import { announceView, callersView } from '../pages/callers/callers.view.js';
import { changesView } from '../pages/changes/changes.view.js';
import { revisionChoices } from '../pages/changes/revision-choices.js';
import { lintRulesView } from '../pages/lint/lint-rules.view.js';
import { lintView } from '../pages/lint/lint.view.js';
import { dropProposalView, newProposalView, proposalView } from '../pages/proposal/proposal.view.js';
import * as dto from './document.dto.js';
import { publishReviewView } from '../pages/publish-review/publish-review.view.js';
import { draft, environments, operations, service, team, version } from './publisher.dto.js';
import { sample, type Sample } from './sample.js';

const publish = (page: string, model: { title: string }) => sample(page, model, 'Publish');
const { proposal, comparison, callers } = dto;
const refusal = (code: string, message: string, fields: ApiProblem['fields'] = []) =>
  new ApiProblem(422, code, message, fields, 'r1');
const filter = { from: 'v1@2', to: 'v2@2', class: undefined, rule: '', query: '', mine: false, cursor: '' };
const changes = {
  service,
  choices: revisionChoices([{ ...version, name: 'v1' }, version]),
  filter,
  comparison,
  refusal: undefined,
  isSignedIn: true,
};
const nothing = { counts: dto.unchanged.counts, matching: 0, items: [], nextCursor: null };
const all = { operation: '', cursor: '' };
const called = { service, version, page: callers, operations: [{ method: 'GET', path: '/orders' }] };
const lint = { of: 'version' as const, service, version, report: dto.lintReport, history: dto.lintHistory };
const unfiltered = { rule: '', severity: '', cursor: '' };
const noReport = { summary: null, pending: true, failed: false, items: [], nextCursor: null };

/** The pages about documents: what they change, who calls what they hit, what the linter says. */
export const documentSamples: Record<string, Sample> = {
  'publish-review-compared': publish(
    'publish-review',
    publishReviewView({
      service,
      version: { ...draft, spec: version.spec, upstreamUrl: 'http://orders.internal:8080' },
      operations,
      plans: [],
      environments,
      choices: undefined,
      subscriptions: { items: [], nextCursor: null },
      review: proposal,
    }),
  ),
  proposal: publish('proposal', proposalView({ service, version, proposal })),
  'proposal-refused': publish(
    'proposal',
    proposalView(
      { service, version, proposal },
      { reason: 'because', problem: refusal('version.breaking_change', 'Say in 10 characters or more why.') },
    ),
  ),
  'proposal-publishable': publish('proposal', proposalView({ service, version, proposal: dto.publishable })),
  'proposal-blocked': publish('proposal', proposalView({ service, version, proposal: dto.blocked })),
  'proposal-unknown': publish(
    'proposal',
    proposalView({
      service,
      version,
      proposal: {
        ...dto.unchanged,
        verdict: 'needs_override',
        notCompared: 'These two documents cannot be compared. Line 1: a schema refers to itself.',
        reasons: [
          'These two documents cannot be compared. Line 1: a schema refers to itself.',
          'Nobody knows what it breaks. Publish it as a new version, or give a reason.',
        ],
      },
    }),
  ),
  'proposal-unchanged': publish('proposal', proposalView({ service, version, proposal: dto.unchanged })),
  'proposal-new': publish('proposal-new', newProposalView({ service, version }, {})),
  'proposal-new-refused': publish(
    'proposal-new',
    newProposalView(
      { service, version },
      { documentUrl: 'https://specs.example.com/x' },
      refusal('spec.not_fetched', 'The address answered with status 404.'),
    ),
  ),
  'proposal-drop': publish('ask', dropProposalView({ service, version, proposal })),
  changes: sample('changes', changesView(changes)),
  'changes-filtered': sample(
    'changes',
    changesView({
      ...changes,
      filter: { ...filter, class: 'breaking', rule: 'response-property-removed' },
      comparison: { ...comparison, items: [dto.removed], matching: 1, nextCursor: null },
    }),
  ),
  'changes-none': sample('changes', changesView({ ...changes, comparison: { ...comparison, ...nothing } })),
  'changes-first': sample(
    'changes',
    changesView({
      ...changes,
      choices: [],
      comparison: undefined,
      refusal: { title: 'Nothing to compare yet', text: 'There is one document so far.' },
    }),
  ),
  lint: publish('lint', lintView(lint, unfiltered)),
  'lint-pending': publish('lint', lintView({ ...lint, report: noReport }, unfiltered)),
  'lint-failed': publish(
    'lint',
    lintView({ ...lint, report: { ...noReport, pending: false, failed: true } }, unfiltered),
  ),
  'lint-proposal': publish('lint', lintView({ ...lint, of: 'proposal' }, unfiltered)),
  'lint-filtered': publish(
    'lint',
    lintView({ ...lint, report: { ...dto.lintReport, items: [], nextCursor: null } }, { ...unfiltered, rule: 'x' }),
  ),
  'lint-rules': sample('lint-rules', lintRulesView(team, dto.lintPolicy)),
  'lint-rules-read': sample('lint-rules', lintRulesView(team, { ...dto.lintPolicy, editable: false })),
  callers: publish('callers', callersView(called, all)),
  'callers-refused': publish(
    'callers',
    callersView(called, all, {
      form: { subject: 'x', text: 'Short' },
      problem: refusal('request.invalid', 'No.', [{ field: 'subject', message: 'has 3 characters at least' }]),
    }),
  ),
  'callers-none': publish(
    'callers',
    callersView(
      {
        ...called,
        page: { reach: { applications: 0, teams: 0, calls: 0 }, items: [], nextCursor: null },
      },
      { ...all, operation: 'GET /orders' },
    ),
  ),
  'callers-announce': publish(
    'ask',
    announceView(called, 'GET /orders', { subject: 'Totals go', text: 'From March on there is no total.' }),
  ),
};
