import { lintGates, type LintPolicyDto, type LintRuleDto, type TeamDetailDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem } from '../../view/form-problem.js';
import { link } from '../../view/helpers.js';
import { wordsOf } from '../shared/words.js';

/** What was chosen: the gate, and the severity of each rule by its id. */
export interface LintRulesForm {
  gate: string;
  severities: Record<string, string>;
}

const severityLabels = { off: 'off', warn: 'warning', error: 'error' } as const;
const groups: { id: string; title: string; text: string; isFolded?: true; has: (rule: LintRuleDto) => boolean }[] = [
  {
    id: 'house-rules',
    title: 'House rules',
    text: 'What this portal expects of an API.',
    has: ({ source }) => source === 'gatehouse',
  },
  {
    id: 'engine-rules',
    title: 'Rules of the engine',
    text: 'What makes a document correct and readable.',
    has: (rule) => rule.source !== 'gatehouse' && rule.default !== 'off',
  },
  {
    id: 'more-rules',
    title: 'More rules',
    text: 'Matters of taste; usually off.',
    isFolded: true,
    has: (rule) => rule.source !== 'gatehouse' && rule.default === 'off',
  },
];

/** The rules against which the documents of a team are held. */
export function lintRulesView(
  team: TeamDetailDto,
  policy: LintPolicyDto,
  refused?: { form: LintRulesForm; etag: string; problem: ApiProblem },
) {
  const { id, name } = team;
  const { editable, rules, revision } = policy;
  const form = refused?.form ?? formOfPolicy(policy);
  return {
    title: `Lint rules of ${name}`,
    heading: 'Lint rules',
    summary: `What the documents of ${name} are held against. They are linted anew when the rules change.`,
    breadcrumb: [
      { href: '/teams', label: 'Teams' },
      { href: link('teams', id), label: name },
    ],
    formAction: editable ? link('teams', id, 'lint-rules') : undefined,
    cancelHref: link('teams', id),
    etag: refused?.etag ?? `"${revision}"`,
    form,
    gate: form.gate,
    gateWord: form.gate === 'block' ? 'Errors keep a document from being published.' : 'Errors keep nothing back.',
    gates: lintGates.map((value) => ({ value, ...gateWords[value] })),
    groups: groups.map(({ has, ...group }) => groupView(group, rules.filter(has), form)),
    ...formProblem(refused?.problem, {}),
  };
}

const gateWords = {
  warn: { label: 'Warn', text: 'Findings are shown, and a document is published all the same.' },
  block: { label: 'Block', text: 'A document with errors is not published. Warnings are only shown.' },
} as const;

function groupView<T extends { isFolded?: true }>(group: T, rules: LintRuleDto[], form: LintRulesForm) {
  const views = rules.map((rule) => ruleView(rule, form));
  return { ...group, rules: views, isOpen: views.some(({ isChanged }) => isChanged) };
}

function ruleView({ rule, title, advice, ...facts }: LintRuleDto, { severities }: LintRulesForm) {
  const severity = severities[rule] ?? facts.severity;
  return {
    fieldId: fieldOf(rule),
    rule,
    words: wordsOf(title),
    advice: { words: wordsOf(advice) },
    severity,
    word: severityLabels[severity as keyof typeof severityLabels],
    isChanged: severity !== facts.default,
    options: (['off', 'warn', 'error'] as const).map((value) => {
      const usual = value === facts.default ? ' (usual)' : '';
      return { value, label: `${severityLabels[value]}${usual}` };
    }),
  };
}

export function formOfPolicy({ gate, rules }: LintPolicyDto): LintRulesForm {
  return { gate, severities: Object.fromEntries(rules.map(({ rule, severity }) => [rule, severity])) };
}

/** The name of the field of a rule. */
export function fieldOf(rule: string): string {
  return `rule-${rule}`;
}
