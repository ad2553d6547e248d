import { lintGates, type LintPolicyDto, type LintRuleDto, type TeamDetailDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem } from '../../view/form-problem.js';
import { link } from '../../view/helpers.js';

/** What was chosen: the gate, and the severity of each rule by its id. */
export interface LintRulesForm {
  gate: string;
  severities: Record<string, string>;
}

const severityLabels = { off: 'off', warn: 'warning', error: 'error' } as const;
const sources = {
  gatehouse: { title: 'House rules', text: 'What this portal expects of an API.' },
  redocly: { title: 'Rules of the engine', text: 'What makes a document correct and readable.' },
} as const;

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
    groups: (['gatehouse', 'redocly'] as const).map((source) => ({
      ...sources[source],
      id: `rules-${source}`,
      rules: rules.filter((rule) => rule.source === source).map((rule) => ruleView(rule, form)),
    })),
    ...formProblem(refused?.problem, {}),
  };
}

const gateWords = {
  warn: { label: 'Warn', text: 'Findings are shown, and a document is published all the same.' },
  block: { label: 'Block', text: 'A document with errors is not published. Warnings are only shown.' },
} as const;

function ruleView({ rule, title, advice, ...facts }: LintRuleDto, { severities }: LintRulesForm) {
  const severity = severities[rule] ?? facts.severity;
  return {
    fieldId: fieldOf(rule),
    rule,
    title,
    advice,
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
