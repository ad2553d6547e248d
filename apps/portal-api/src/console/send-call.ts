import { Inject, Injectable } from '@nestjs/common';
import type { ConsoleAnswerDto, ConsoleCallRequest } from '#contract';
import { notFound } from '#domain';
import { curlOf, WEBHOOK } from '#openapi';
import { type Clock, uuid } from '#platform';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { KEY_PLACEHOLDER } from '../credentials/key-header.js';
import { OperationStore } from '../specs/operation.store.js';
import { answerBody } from './answer-body.js';
import { AwaitKey } from './await-key.js';
import { CallGateway } from './call-gateway.js';
import { ConsoleHistoryStore } from './console-history.store.js';
import { gatewayRequest } from './gateway-request.js';
import { limitsLeft } from './limits-left.js';
import { maskTyped } from './mask-typed.js';
import { OpenSession } from './open-session.js';
import { type CallablePlace, RequirePlace } from './require-place.js';
import { withoutKey } from './without-key.js';

/** Sends what a person typed through the gateway of the version that it belongs to, and to no other address. */
@Injectable()
export class SendCall {
  constructor(
    private readonly openSession: OpenSession,
    private readonly place: RequirePlace,
    private readonly operations: OperationStore,
    private readonly awaitKey: AwaitKey,
    private readonly gateway: CallGateway,
    private readonly history: ConsoleHistoryStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param signal aborts when nobody waits for the answer any more: no call is kept up for who has gone */
  async run(
    caller: Caller,
    sessionId: string,
    request: ConsoleCallRequest,
    signal: AbortSignal,
  ): Promise<ConsoleAnswerDto> {
    const session = await this.openSession.run(caller, sessionId, request.token);
    const { service, version, parameters, body } = request;
    const { applicationId, environmentId } = session;
    const wanted = { applicationId, service, version, environment: { id: environmentId } };
    const place = await this.place.run(caller, wanted);
    const operation = await this.operation(place, request);
    const address = { proxyUrl: place.gateway.proxyUrl, basePath: place.version.basePath, host: place.host };
    const sent = gatewayRequest(operation, address, { parameters, body }, session.key);
    await this.awaitKey.run(sessionId, place.gateway.id, signal);
    const at = this.clock.now();
    const answer = await this.gateway.run(sent, signal);
    const { status, timeMs } = answer;
    const byteLength = answer.body.byteLength;
    const historyId = uuid();
    await this.history.keep({
      id: historyId,
      userId: session.userId,
      at,
      applicationId,
      environment: place.environment.slug,
      service,
      version,
      ...operation,
      status,
      timeMs,
      byteLength,
      typed: maskTyped(parameters, body),
    });
    const shown = (text: string): string => text.replaceAll(session.key, KEY_PLACEHOLDER);
    const headers = answer.headers.map(({ name, value }) => ({ name: shown(name), value: shown(value) }));
    return {
      status,
      statusText: shown(answer.statusText),
      headers,
      timeMs,
      requestBytes: sent.body?.byteLength ?? 0,
      byteLength,
      truncated: answer.isCut,
      body: answerBody(withoutKey(answer.body, session.key), contentTypeOf(headers)),
      limits: limitsLeft(headers, this.clock.now()),
      request: sent.shown,
      curl: curlOf({ ...sent.shown, body: sent.shown.body ?? undefined, parts: sent.shown.parts ?? undefined }),
      historyId,
    };
  }

  private async operation(
    { version }: CallablePlace,
    { method, path }: ConsoleCallRequest,
  ): Promise<{ method: string; path: string }> {
    const revision = { versionId: version.id, revision: version.specRevisionNumber };
    const found = await this.operations.find(revision, method.toUpperCase(), path);
    // A webhook is called by the API itself, and what begins with no slash would end the gateway's address otherwise.
    if (found === null || found.method.startsWith(WEBHOOK) || !found.path.startsWith('/')) throw notFound('operation');
    return { method: found.method, path: found.path };
  }
}

function contentTypeOf(headers: { name: string; value: string }[]): string {
  return headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
}
