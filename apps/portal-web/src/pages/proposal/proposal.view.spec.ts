import { ApiProblem } from '../../api-client/api-problem.js';
import * as dto from '../../samples/document.dto.js';
import { service, version } from '../../samples/publisher.dto.js';
import { newProposalView, proposalView } from './proposal.view.js';

const view = (proposal: typeof dto.proposal, editable = true) =>
  proposalView({ service, version: { ...version, editable }, proposal });

describe('a document that waits', () => {
  it.each([
    [dto.unchanged, 'calm', undefined],
    [dto.publishable, 'good', 'Publish'],
    [dto.proposal, 'wait', 'Publish all the same'],
    [dto.blocked, 'bad', undefined],
  ] as const)('says its verdict in words and offers only what the API would do (%#)', (proposal, kind, label) => {
    const { review, publish } = view(proposal);
    expect([review.verdict.kind, publish?.label]).toEqual([kind, label]);
    expect(review.verdict.reasons).toEqual(proposal.reasons);
  });

  it('asks for a reason only when it breaks something, and offers a new version then', () => {
    expect(view(dto.proposal)).toMatchObject({
      publish: { reason: { min: 10, max: 1000, value: '' } },
      newVersionHref: '/publish/orders/versions/new',
    });
    expect(view(dto.publishable).publish?.reason).toBeUndefined();
    expect(view(dto.publishable).newVersionHref).toBeUndefined();
  });

  it('publishes the very document that is shown', () => {
    expect(view(dto.proposal).publish?.hash).toBe(dto.proposal.document.hash);
  });

  it('keeps the reason that was typed, with the refusal beside it', () => {
    const problem = new ApiProblem(409, 'version.breaking_change', 'Say why.', [], 'r1');
    const { publish, problem: summary } = proposalView(
      { service, version, proposal: dto.proposal },
      { reason: 'because', problem },
    );
    expect(publish?.reason).toMatchObject({ value: 'because', error: 'Say why.' });
    expect(summary?.fields).toEqual([{ id: 'overrideReason', message: 'Say why.' }]);
  });

  it('counts nothing where the two could not be compared, and offers the same ways', () => {
    const proposal = { ...dto.unchanged, verdict: 'needs_override' as const, notCompared: 'They cannot be compared.' };
    const { review, publish, newVersionHref } = view(proposal);
    expect(review).toMatchObject({
      figures: undefined,
      isSame: false,
      verdict: { title: 'Look at it with care.' },
    });
    expect([publish?.reason?.min, newVersionHref]).toEqual([10, '/publish/orders/versions/new']);
  });

  it('says how many applications, teams and calls it breaks', () => {
    expect(view(dto.proposal).review.figures?.at(-1)).toMatchObject({
      value: '14',
      note: 'of 6 teams, with 128,480 calls in 30 days',
    });
  });

  it('counts what is not listed', () => {
    expect(view(dto.proposal).review.more).toContain('117 more');
    expect(view(dto.unchanged).review.more).toBeUndefined();
  });

  it('folds many safe changes away, and never one that matters', () => {
    const many = (change: typeof dto.safe) =>
      view({ ...dto.proposal, changes: Array.from({ length: 11 }, () => change) });
    expect(many(dto.safe).review.groups.map(({ isFolded }) => isFolded)).toEqual([true]);
    expect(many(dto.required).review.groups.map(({ isFolded }) => isFolded)).toEqual([false]);
    expect(view(dto.proposal).review.groups.some(({ isFolded }) => isFolded)).toBe(false);
  });

  it('looks again while it is being linted', () => {
    expect(view(dto.publishable).pendingHref).toBe('/publish/orders/v2/proposal');
    expect(view(dto.proposal).pendingHref).toBeUndefined();
  });

  it('leads from what the linter keeps back to the errors, or to trying again where it broke off', () => {
    const { verdict } = view(dto.blocked).review;
    expect(verdict.mend).toEqual({
      href: '/publish/orders/v2/proposal/lint?severity=error',
      label: 'See the errors',
    });
    const failed = view({ ...dto.blocked, lint: null, lintFailed: true });
    expect(failed.review.verdict.mend).toEqual({ href: '/publish/orders/v2/proposal/lint', label: 'Lint it again' });
    expect(failed.pendingHref).toBeUndefined();
    expect(view(dto.proposal).review.verdict.mend).toBeUndefined();
  });

  it('offers nothing to who only looks', () => {
    expect(view(dto.proposal, false)).toMatchObject({
      publish: undefined,
      newVersionHref: undefined,
      dropHref: undefined,
      replaceHref: undefined,
    });
  });
});

describe('the place to give a document', () => {
  const at = (form: object, code: string) =>
    newProposalView({ service, version }, form, new ApiProblem(422, code, 'No.', [], 'r1')).errors;

  it('says beside the field that was used why it was refused', () => {
    expect(at({}, 'spec.not_openapi')).toEqual({ document: 'No.' });
    expect(at({ documentUrl: 'https://x.example' }, 'spec.not_openapi')).toEqual({ documentUrl: 'No.' });
    expect(at({ documentUrl: 'https://x.example' }, 'spec.not_fetched')).toEqual({ documentUrl: 'No.' });
  });

  it('has no form for who only looks', () => {
    expect(newProposalView({ service, version: { ...version, editable: false } }, {}).formAction).toBeUndefined();
  });
});
