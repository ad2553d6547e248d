import { Injectable } from '@nestjs/common';
import type { PutLintPolicyRequest } from '#contract';
import { invalidField } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { requireRevision } from '../http/etag.js';
import { TeamAccess } from '../teams/team-access.js';
import { LintPolicyStore } from './lint-policy.store.js';
import { LintQueueStore } from '../specs/lint-queue.store.js';
import { isKnownRule, isSeverity, ruleSetOf } from './rule-set.js';

/** Sets the rules against which a team's documents are held, and whether errors keep them from being published. */
@Injectable()
export class PutLintPolicy {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: TeamAccess,
    private readonly policies: LintPolicyStore,
    private readonly queue: LintQueueStore,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, teamId: string, revision: number, { gate, rules }: PutLintPolicyRequest): Promise<void> {
    await this.access.requireManage(caller, teamId);
    for (const [id, severity] of Object.entries(rules)) {
      if (!isKnownRule(id)) throw invalidField('rules', `There is no rule "${id.slice(0, 100)}".`);
      if (!isSeverity(severity)) throw invalidField('rules', `${id} is off, warn or error.`);
    }
    await this.unit.write(async (tx) => {
      const before = await this.policies.lock(tx, teamId);
      requireRevision(before.revision, revision);
      const after = { gate, rules: ruleSetOf(rules).rules, revision: revision + 1 };
      await this.policies.put(tx, teamId, after);
      await this.queue.enqueue(tx, await this.policies.specHashes(tx, teamId), teamId);
      await this.audit.record(tx, caller, {
        action: 'team.lint_policy_set',
        subjectKind: 'team',
        subjectId: teamId,
        teamId,
        before: { gate: before.gate, rules: before.rules as object },
        after: { gate, rules: after.rules },
      });
    });
  }
}
