import { isAscii } from 'node:buffer';
import { Inject, Injectable } from '@nestjs/common';
import { Fault } from '#domain';
import type { Clock } from '#platform';
import { CLOCK } from '../clock.js';
import { type OperationIndexes, operationOf, OperationTemplates } from './operation-templates.js';
import { type LoggedCall, MAX_STORED_PATH_LENGTH, readLogEntry } from './read-log-entry.js';
import { type KnownIds, ReportedIds } from './reported-ids.js';
import type { UsageEventRow } from './usage-events.store.js';
import { UsageWriter } from './usage-writer.js';

/** A batch of more entries is refused; our gateways send a thousand at most. */
export const MAX_BATCH_ENTRIES = 20_000;

/** How many entries of a batch are calls; the others were dropped: our own probes, and what is no call at all. */
export interface BatchCounts {
  calls: number;
  probes: number;
  bad: number;
}

/** Takes what a gateway reports: a JSON array of entries, or a single one. Returns after the commit. */
@Injectable()
export class TakeBatch {
  constructor(
    private readonly reportedIds: ReportedIds,
    private readonly templates: OperationTemplates,
    private readonly writer: UsageWriter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(gatewayId: string, body: Buffer): Promise<BatchCounts> {
    const { calls, ...dropped } = readBatch(body, this.clock.now().getTime());
    const known = await this.reportedIds.check(gatewayId, claimsOf(calls));
    const indexes = await this.templates.load(known.versions.values());
    await this.writer.write(calls.map((call) => toEvent(gatewayId, call, known, indexes)));
    return { calls: calls.length, ...dropped };
  }
}

/** By itself, so that nothing holds the whole document any longer when the database is asked. */
function readBatch(body: Buffer, nowMs: number): { calls: LoggedCall[]; probes: number; bad: number } {
  const parsed = parse(body);
  const entries: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (entries.length > MAX_BATCH_ENTRIES)
    throw new Fault('request.too_large', `A batch has at most ${MAX_BATCH_ENTRIES} entries. Send it in parts.`);
  const calls: LoggedCall[] = [];
  let probes = 0;
  for (const entry of entries) {
    const call = readLogEntry(entry, nowMs);
    if (call === 'probe') probes += 1;
    else if (call !== null) calls.push(call);
  }
  return { calls, probes, bad: entries.length - calls.length - probes };
}

function parse(body: Buffer): unknown {
  try {
    // Of bytes that are all ASCII both make the same text; this one is copied and not decoded.
    return JSON.parse(body.toString(isAscii(body) ? 'latin1' : 'utf8'));
  } catch (error) {
    throw new Fault('request.invalid', 'The batch is not valid JSON.', { cause: error });
  }
}

function claimsOf(calls: LoggedCall[]) {
  const versionIds = new Set<string>();
  const applicationIds = new Set<string>();
  const keyObjectIds = new Set<string>();
  for (const { versionId, applicationId, keyObjectId } of calls) {
    if (versionId !== null) versionIds.add(versionId);
    if (applicationId !== null) applicationIds.add(applicationId);
    if (keyObjectId !== null) keyObjectIds.add(keyObjectId);
  }
  return { versionIds, applicationIds, keyObjectIds };
}

/** Keeps of the claims only what is true. */
function toEvent(
  gatewayId: string,
  call: LoggedCall,
  { versions, applications, keys }: KnownIds,
  indexes: OperationIndexes,
): UsageEventRow {
  const version = versions.get(call.versionId ?? '');
  const application = applications.get(call.applicationId ?? '');
  const claimed = keys.get(call.keyObjectId ?? '');
  const key = claimed?.applicationId === application?.id ? claimed : undefined;
  return {
    gatewayId,
    requestId: call.requestId,
    occurredAtMs: call.occurredAtMs,
    applicationId: application?.id ?? null,
    serviceId: version?.serviceId ?? null,
    versionId: version?.id ?? null,
    credentialId: key?.credentialId ?? null,
    isConsole: key?.isConsole ?? false,
    method: call.method,
    path: call.path.slice(0, MAX_STORED_PATH_LENGTH),
    operation: operationOf(indexes, version, call),
    status: call.status,
    latencyMs: call.latencyMs,
    upstreamMs: call.upstreamMs,
    requestBytes: call.requestBytes,
    responseBytes: call.responseBytes,
    clientIp: call.clientIp,
  };
}
