import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { CallerDto, CallerPageDto, CallerQuery } from '#contract';
import { notFound } from '#domain';
import type { Clock } from '#platform';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { foreignCursor, limitOf, readCursor, toPage } from '../http/cursor.js';
import { callersSince } from '../usage/caller-days.js';
import { VersionAccess } from '../versions/version-access.js';
import { type AfterCaller, type CallerRow, CallersStore, type ReachRow } from './callers.store.js';

/** Which applications call which operation of a version: for the team of the service alone. */
@Injectable()
export class CallersReader {
  constructor(
    private readonly access: VersionAccess,
    private readonly store: CallersStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async page(caller: Caller, slug: string, name: string, query: CallerQuery): Promise<CallerPageDto> {
    const after = afterOf(query);
    const { service, version } = await this.access.visible(caller, slug, name);
    if (!service.insider) throw notFound('version');
    const since = callersSince(this.clock.now());
    const operation = query.operation ?? null;
    const limit = limitOf(query);
    const [reach, rows] = await Promise.all([
      this.store.reach(version, { since, operation }),
      this.store.page(version, { since, operation, after, limit: limit + 1 }),
    ]);
    return { reach, ...toPage(rows, limit, cursorOf, toCallerDto) };
  }

  /** The most calls first; what a review shows beside the changes. */
  most(version: { id: string; serviceId: string }, limit: number): Promise<CallerRow[]> {
    const since = callersSince(this.clock.now());
    return this.store.page(version, { since, operation: null, after: null, limit });
  }

  /** Every operation that was called, however many have called it. */
  operations(version: { id: string; serviceId: string }): Promise<string[]> {
    return this.store.operations(version, callersSince(this.clock.now()));
  }

  /** How far sets of operations reach; a set names places in `operations`, null is whatever was called. */
  reachOfSets(
    version: { id: string; serviceId: string },
    operations: readonly string[],
    sets: readonly (number[] | null)[],
  ): Promise<ReachRow[]> {
    return this.store.reachOfSets(version, { since: callersSince(this.clock.now()), operations, sets });
  }

  operationsOf(version: { id: string; serviceId: string }, teamIds: readonly string[]): Promise<string[]> {
    return this.store.operationsOf(version, callersSince(this.clock.now()), teamIds);
  }
}

export function toCallerDto(row: CallerRow): CallerDto {
  const { applicationId, applicationName, teamId, teamName, operation, calls, lastCalledAt } = row;
  const [method = '', path] = operation.split(/ (.*)/s);
  const known = path === undefined ? null : { method, path };
  return {
    ...{ applicationId, applicationName, teamId, teamName, calls },
    operation: known,
    lastCalledAt: lastCalledAt.toISOString(),
  };
}

function cursorOf({ calls, applicationId, operation }: CallerRow): string[] {
  return [String(calls), applicationId, operation];
}

function afterOf(query: CallerQuery): AfterCaller | null {
  const cursor = readCursor(query, 3);
  if (cursor === null) return null;
  const [calls = '', applicationId = '', operation = ''] = cursor;
  if (!/^\d{1,15}$/.test(calls) || !isUUID(applicationId)) throw foreignCursor();
  return { calls: Number(calls), applicationId, operation };
}
