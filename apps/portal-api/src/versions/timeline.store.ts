import { Injectable } from '@nestjs/common';
import type { TimelineKind } from '#contract';
import { Database } from '../database/database.js';

/** What the audit log knows that a timeline tells. */
const KIND_OF: Record<string, TimelineKind> = {
  'version.published': 'published',
  'version.deprecated': 'deprecated',
  'version.undeprecated': 'undeprecated',
  'version.retired': 'retired',
  'version.answer_stopped': 'answer_stopped',
  'version.lifecycle_planned': 'plan_changed',
  'version.brownout_planned': 'brownout_planned',
  'version.brownout_cancelled': 'brownout_cancelled',
};

/** Of what happened, a timeline tells no more than this. */
const MAX_EVENTS = 200;

export interface TimelineEvent {
  kind: TimelineKind;
  at: Date;
  by: string;
}

@Injectable()
export class TimelineStore {
  constructor(private readonly database: Database) {}

  /** What happened to a version, the newest first. */
  async events(versionId: string): Promise<TimelineEvent[]> {
    const found = await this.database.prisma.auditEntry.findMany({
      where: { subjectKind: 'version', subjectId: versionId, action: { in: Object.keys(KIND_OF) } },
      orderBy: { id: 'desc' },
      take: MAX_EVENTS,
      select: { action: true, at: true, actorLabel: true, after: true },
    });
    return found.map(({ action, at, actorLabel, after }) => {
      return { kind: KIND_OF[action]!, at, by: plannedBy(after) ?? actorLabel };
    });
  }
}

/** What happened by itself was planned by somebody. */
function plannedBy(after: unknown): string | undefined {
  const by = (after as { plannedBy?: unknown } | null)?.plannedBy;
  return typeof by === 'string' ? `${by}, by schedule` : undefined;
}
