import type {
  ConsoleAnswerDto,
  ConsoleCallDto,
  ConsoleCallRequest,
  ConsoleHistoryDto,
  ConsoleSessionDto,
  ConsoleSessionRequest,
  ConsoleStartDto,
} from '#contract';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';

export function readConsoleStart(visitor: VisitorApi, service: string, version: string): Promise<ConsoleStartDto> {
  return visitor.call({ path: apiPath('console'), query: { service, version } });
}

/** Mine, of one service. */
export async function readCalls(visitor: VisitorApi, service: string): Promise<ConsoleCallDto[]> {
  const { items } = await visitor.call<ConsoleHistoryDto>({ path: apiPath('console', 'history'), query: { service } });
  return items;
}

export function startConsole(visitor: VisitorApi, body: ConsoleSessionRequest): Promise<ConsoleSessionDto> {
  return visitor.call({ method: 'POST', path: apiPath('console', 'sessions'), body });
}

export function endConsole(visitor: VisitorApi, sessionId: string): Promise<void> {
  return visitor.call({ method: 'DELETE', path: apiPath('console', 'sessions', sessionId) });
}

/** It may wait for the gateway to have the key, and for the answer. */
export function sendCall(visitor: VisitorApi, sessionId: string, body: ConsoleCallRequest): Promise<ConsoleAnswerDto> {
  return visitor.call({ method: 'POST', path: apiPath('console', 'sessions', sessionId, 'calls'), body, isSlow: true });
}

export function forgetCalls(visitor: VisitorApi): Promise<void> {
  return visitor.call({ method: 'DELETE', path: apiPath('console', 'history') });
}
