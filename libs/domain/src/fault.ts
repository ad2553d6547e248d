/**
 * Every refusal that Gatehouse utters has one code. The part before the dot names the thing, the part after it what is
 * wrong. The HTTP edge maps each code to a status (apps/portal-api/src/http/fault-status.ts); a code without a status
 * does not compile.
 */
export type FaultCode =
  | 'request.invalid'
  | 'request.unauthenticated'
  | 'request.forbidden'
  | 'request.not_found'
  | 'request.precondition_required'
  | 'request.precondition_failed'
  | 'request.too_large'
  | 'request.too_many'
  | 'request.too_slow'
  | 'request.abandoned'
  | 'request.idempotency_mismatch'
  | 'session.invalid_credentials'
  | 'session.refresh_reused'
  | 'user.email_taken'
  | 'user.sign_up_disabled'
  | 'team.slug_taken'
  | 'team.not_provider'
  | 'team.owns_services'
  | 'team.personal'
  | 'membership.exists'
  | 'membership.last_owner'
  | 'service.slug_taken'
  | 'version.name_taken'
  | 'version.base_path_taken'
  | 'version.not_draft'
  | 'version.illegal_transition'
  | 'version.incomplete'
  | 'version.not_enforceable'
  | 'version.breaking_change'
  | 'version.lint_blocked'
  | 'version.no_gateway'
  | 'version.too_many_brownouts'
  | 'spec.not_fetched'
  | 'spec.unreadable'
  | 'spec.not_openapi'
  | 'spec.too_large'
  | 'spec.too_complex'
  | 'plan.slug_taken'
  | 'plan.limits_invalid'
  | 'plan.not_enforceable'
  | 'application.name_taken'
  | 'application.limit_reached'
  | 'subscription.exists'
  | 'subscription.not_offered'
  | 'subscription.illegal_transition'
  | 'credential.limit_reached'
  | 'credential.revoked'
  | 'console.not_subscribed'
  | 'console.not_deployed'
  | 'console.session_ended'
  | 'console.key_not_ready'
  | 'console.no_answer'
  | 'gateway.slug_taken'
  | 'gateway.address_taken'
  | 'gateway.unusable'
  | 'adoption.not_ready'
  | 'adoption.running'
  | 'adoption.warnings'
  | 'drift.not_adoptable'
  | 'database.unavailable'
  | 'internal.unexpected';

/** One wrong field of an input: where it stands (`limits.minute`) and what a person should do about it. */
export interface FieldFault {
  field: string;
  message: string;
}

/**
 * The one error type of the project. `message` is public: it is shown to the caller as it stands, so it never holds a
 * secret or an internal name. What only the log may see goes into `cause`.
 */
export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(
    readonly code: FaultCode,
    message: string,
    readonly options: { fields?: FieldFault[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
  }
}

/** The refusal of one field of an input; `message` says what a person should do about it. */
export function invalidField(field: string, message: string): Fault {
  return new Fault('request.invalid', message, { fields: [{ field, message }] });
}

/** The same answer for what does not exist and for what the caller may not see. */
export function notFound(noun: string): Fault {
  return new Fault('request.not_found', `There is no such ${noun}, or you may not see it.`);
}
