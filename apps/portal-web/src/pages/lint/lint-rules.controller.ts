import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { lintGates, type LintPolicyDto, type TeamDetailDto } from '#contract';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { AsVisitor } from '../../http/as-visitor.decorator.js';
import { Page, Redirect } from '../../http/page.js';
import { link } from '../../view/helpers.js';
import { textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { fieldOf, lintRulesView, type LintRulesForm } from './lint-rules.view.js';

@Controller('teams/:id/lint-rules')
export class LintRulesController {
  @Get()
  async show(@AsVisitor() api: VisitorApi, @Param('id') id: string): Promise<Page> {
    const [team, policy] = await read(api, id);
    return new Page('lint-rules', lintRulesView(team, policy));
  }

  @Post()
  async save(@AsVisitor() api: VisitorApi, @Param('id') id: string, @Body() form: Form): Promise<Page | Redirect> {
    const [team, policy] = await read(api, id);
    const [chosen, etag] = [formOf(form, policy), textOf(form, 'etag')];
    const body = { gate: chosen.gate, rules: differing(chosen, policy) };
    const call = { method: 'PUT', path: pathOf(id), body, ifMatch: etag } as const;
    const problem = await refusalOf(() => api.call(call));
    if (problem === undefined) {
      const message = 'Saved. The documents of the team are linted anew.';
      return new Redirect(link('teams', id, 'lint-rules'), { kind: 'good', message });
    }
    const view = lintRulesView(team, policy, { form: chosen, etag, problem });
    return new Page('lint-rules', view, { status: problem.status });
  }
}

function pathOf(teamId: string): string {
  return apiPath('teams', teamId, 'lint-policy');
}

function read(api: VisitorApi, id: string): Promise<[TeamDetailDto, LintPolicyDto]> {
  return Promise.all([
    api.call<TeamDetailDto>({ path: apiPath('teams', id) }),
    api.call<LintPolicyDto>({ path: pathOf(id) }),
  ]);
}

function formOf(form: Form, { gate, rules }: LintPolicyDto): LintRulesForm {
  const chosen = textOf(form, 'gate');
  return {
    gate: lintGates.find((known) => known === chosen) ?? gate,
    severities: Object.fromEntries(rules.map(({ rule, severity }) => [rule, textOf(form, fieldOf(rule)) || severity])),
  };
}

function differing({ severities }: LintRulesForm, { rules }: LintPolicyDto): Record<string, string> {
  const usual = new Map(rules.map((rule) => [rule.rule, rule.default]));
  return Object.fromEntries(Object.entries(severities).filter(([rule, severity]) => severity !== usual.get(rule)));
}
