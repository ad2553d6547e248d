import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import type { Config } from './config.js';
import { maskText, maskValue } from './masking.js';

export type { Logger };

/**
 * Makes the logger of one process: JSON lines on standard output, from `level` on. Passwords, tokens, cookies, keys and the
 * query strings of requests never appear. Fastify takes it as `loggerInstance`.
 */
export function createLogger(name: string, level: Config['logLevel'], destination?: DestinationStream): Logger {
  return pino(
    {
      name,
      level,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: maskFields },
      serializers: { req: requestFields, res: responseFields, err: maskValue },
      // The whole line once more: messages and what was bound to a child logger do not pass the formatter.
      hooks: { streamWrite: maskText },
    },
    destination ?? pino.destination({ sync: false }),
  );
}

/** Requests and replies are big live objects; their serializers below take the few fields that are wanted. */
function maskFields(fields: Record<string, unknown>): Record<string, unknown> {
  const { req, res, ...others } = fields;
  return {
    ...(req === undefined ? {} : { req }),
    ...(res === undefined ? {} : { res }),
    ...(maskValue(others) as Record<string, unknown>),
  };
}

function requestFields(request: { method?: string; url?: string; ip?: string }): object {
  return { method: request.method, path: request.url?.split('?', 1)[0], remoteAddress: request.ip };
}

function responseFields(reply: { statusCode?: number }): object {
  return { statusCode: reply.statusCode };
}
