/** Every background job: its name and what it is told. */
export interface JobPayloads {
  /** Scopes of a gateway wait to be pushed; which, is the worker's business. */
  'sync-gateway': { gatewayId: string; lane: SyncLane };
  /** Ask a gateway whether it is there. */
  'check-gateway': { gatewayId: string };
  /** Compare what stands on a gateway with what was pushed. */
  'sweep-gateway': { gatewayId: string };
  /** Ask the nodes of a gateway whether what it took is in effect. */
  'prove-gateway': { gatewayId: string };
  /** Read what others have put on a gateway and say what would become what. */
  'preview-adoption': { adoptionId: string };
  /** Make what a preview showed. */
  'apply-adoption': { adoptionId: string };
  /** Lead calls from the objects of others to those that were made. */
  'switch-adoption': { adoptionId: string };
  /** Take keys off the gateways whose time is over. */
  'expire-keys': Record<string, never>;
  'give-up-adoptions': Record<string, never>;
  /** Hold a stored document against the rules of a team. */
  'lint-spec': { specHash: string; teamId: string };
  /** Have a search find a version as it is now. */
  'index-version': { versionId: string };
  /** The same of a service and its versions. */
  'index-service': { serviceId: string };
  /** The same of what nobody told of. */
  'index-stale': Record<string, never>;
  /** Deprecate, retire and brown out the versions for which it was planned. */
  'take-due-steps': Record<string, never>;
  /** Send one mail. */
  'send-mail': { to: string; subject: string; text: string };
  /** Remove what has outlived its time. */
  prune: Record<string, never>;
}

/** What somebody waits for goes `now`; what is one of very many goes in `bulk` beside it. */
export type SyncLane = 'now' | 'bulk';

export type JobName = keyof JobPayloads;

/**
 * SQL that enqueues one job. Run it with `enqueueParameters` on the connection of the transaction that makes the job
 * necessary: the job is then there exactly when the change is. A waiting job of the same key is replaced; one that already
 * runs is left to end and a new one follows it, because it may have read too early.
 */
export const ENQUEUE_SQL = `SELECT graphile_worker.add_job(
  identifier => $1::text,
  payload => $2::text::json,
  job_key => $3::text,
  job_key_mode => 'replace',
  queue_name => $4::text
) IS NOT NULL AS enqueued`;

/** The same for many jobs at once: each parameter is a list. */
export const ENQUEUE_MANY_SQL = `SELECT count(graphile_worker.add_job(
  identifier => job.identifier,
  payload => job.payload::json,
  job_key => job.job_key,
  job_key_mode => 'replace',
  queue_name => job.queue_name
)) FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS job(identifier, payload, job_key, queue_name)`;

/** The parameters of ENQUEUE_SQL, plain texts that every client sends the same way. */
export function enqueueParameters<N extends JobName>(
  name: N,
  payload: JobPayloads[N],
): [name: N, payload: string, jobKey: string | null, queue: string | null] {
  return [name, JSON.stringify(payload), jobKeyFor(name, payload), QUEUES[name] ?? null];
}

/** Jobs of a queue are done one after the other: hundreds of documents to lint would keep every worker from its gateways. */
const QUEUES: Partial<Record<JobName, string>> = {
  'lint-spec': 'lint',
  'index-version': 'index',
  'index-service': 'index',
  'index-stale': 'index',
};

/** Jobs of one key are one job; null for jobs that each count. */
export function jobKeyFor<N extends JobName>(name: N, payload: JobPayloads[N]): string | null {
  if (name === 'prune' || name === 'expire-keys' || name === 'give-up-adoptions') return name;
  if (name === 'take-due-steps' || name === 'index-stale') return name;
  if (name === 'send-mail') return null;
  if (name === 'lint-spec') {
    const { specHash, teamId } = payload as JobPayloads['lint-spec'];
    return `${name}:${specHash}:${teamId}`;
  }
  if (name === 'index-version') return `${name}:${(payload as JobPayloads['index-version']).versionId}`;
  if (name === 'index-service') return `${name}:${(payload as JobPayloads['index-service']).serviceId}`;
  if (name === 'check-gateway' || name === 'prove-gateway' || name === 'sweep-gateway')
    return `${name}:${(payload as JobPayloads['check-gateway']).gatewayId}`;
  if (name === 'preview-adoption' || name === 'apply-adoption' || name === 'switch-adoption')
    return `${name}:${(payload as JobPayloads['apply-adoption']).adoptionId}`;
  const { gatewayId, lane } = payload as JobPayloads['sync-gateway'];
  return `${name}:${gatewayId}:${lane}`;
}
