import type { Caller } from '../auth/caller.js';
import type { AuditRecord } from './audit.store.js';

/** Writes one entry a record. Its five parameters, of which the first has this number, are the `entryValues`. */
export function recordSql(first: number): string {
  const [actorId, label, ip, requestId, records] = Array.from({ length: 5 }, (_, nth) => `$${first + nth}`);
  return `
    INSERT INTO audit_entry
      (actor_id, actor_label, ip, request_id, action, subject_kind, subject_id, team_id, before, after)
    SELECT ${actorId}::uuid, ${label}::text, ${ip}::text, ${requestId}::text, e.action, e."subjectKind", e."subjectId",
      e."teamId", e.before, e.after
    FROM jsonb_to_recordset(${records}::jsonb) AS e
      (action text, "subjectKind" text, "subjectId" text, "teamId" uuid, before jsonb, after jsonb)`;
}

export function entryValues({ actor, label, ip, requestId }: Caller, records: AuditRecord[]): unknown[] {
  return [actor === 'anonymous' ? null : actor.userId, label, ip, requestId, JSON.stringify(records)];
}
