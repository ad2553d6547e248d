import { AdminController } from './admin/admin.controller.js';
import { ApprovalsController } from './approvals/approvals.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { CallersController } from './callers/callers.controller.js';
import { AdoptionController } from './gateways/adoption.controller.js';
import { DriftController } from './gateways/drift.controller.js';
import { GatewaysController } from './gateways/gateways.controller.js';
import { LintRulesController } from './lint/lint-rules.controller.js';
import { LintController } from './lint/lint.controller.js';
import { ProposalLintController } from './lint/proposal-lint.controller.js';
import { LifecycleController } from './lifecycle/lifecycle.controller.js';
import { PlanEditController } from './plan-edit/plan-edit.controller.js';
import { ProposalController } from './proposal/proposal.controller.js';
import { PublishReviewController } from './publish-review/publish-review.controller.js';
import { PublishController } from './publish/publish.controller.js';
import { ServiceEditController } from './service-edit/service-edit.controller.js';
import { TeamsController } from './teams/teams.controller.js';
import { VersionEditController } from './version-edit/version-edit.controller.js';

/** The pages of provider teams, admins and auditors. */
export const publisherControllers = [
  PublishController,
  ServiceEditController,
  VersionEditController,
  PlanEditController,
  PublishReviewController,
  LifecycleController,
  ProposalController,
  LintController,
  ProposalLintController,
  LintRulesController,
  CallersController,
  ApprovalsController,
  AdminController,
  GatewaysController,
  DriftController,
  AdoptionController,
  AuditController,
  TeamsController,
];
