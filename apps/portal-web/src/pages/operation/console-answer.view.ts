import type { ConsoleAnswerDto, ConsoleLimitDto } from '#contract';
import { formatNumber } from '../../view/helpers.js';
import { cut } from '../reference/json.js';
import { codeSamples, type LanguageSample } from './code-samples.js';
import { indentJson } from './indent-json.js';

/** As much of a text as stands on the page; all of it can be stored. */
const maxShownLength = 200_000;
/** Longer JSON is shown as it came. */
const maxIndentedLength = 1_000_000;

export interface ConsoleAnswerView {
  status: number;
  statusText: string;
  state: string;
  facts: string[];
  limits: string[];
  words: string | undefined;
  headers: { name: string; value: string }[];
  isEmpty: boolean;
  text: string | undefined;
  textNote: string | undefined;
  image: { mediaType: string; base64: string } | undefined;
  mediaType: string;
  download: { base64: string; name: string };
  samples: LanguageSample[];
}

const states: Record<string, string> = { 1: 'hint', 2: 'success', 3: 'redirect', 4: 'refusal', 5: 'fault' };

/** What these say about the gateway rather than about the service. */
const wordsOf: Record<number, string> = {
  401: 'The gateway or the service did not accept who is calling.',
  403: 'The caller is known and may not do this.',
  429: 'The limit of the plan is used up for now.',
};

export function consoleAnswerView(answer: ConsoleAnswerDto, path: string): ConsoleAnswerView {
  const { status, statusText, body, headers, byteLength, timeMs, truncated } = answer;
  const { text, kind, mediaType } = body;
  const shown = text === null ? undefined : shownText(text, mediaType);
  return {
    status,
    statusText,
    state: states[String(status).charAt(0)] ?? 'otherwise',
    facts: [`${formatNumber(timeMs)} ms`, bytesText(byteLength) + (truncated ? ' shown, there was more' : '')],
    limits: answer.limits.map(limitText),
    words: wordsOf[status] ?? (isRedirect(status) ? 'A redirect; the console does not follow it.' : undefined),
    headers,
    isEmpty: kind === 'empty',
    text: shown?.text,
    textNote:
      shown?.isCut === true ? `The first ${formatNumber(maxShownLength)} characters. Store it to see all.` : undefined,
    image:
      body.base64 !== null && /^image\/(png|jpeg|gif|webp|avif)$/.test(mediaType)
        ? { mediaType, base64: body.base64 }
        : undefined,
    mediaType: mediaType === '' ? 'no media type' : mediaType,
    download: { base64: body.base64 ?? Buffer.from(text ?? '').toString('base64'), name: fileName(path, mediaType) },
    samples: samplesOf(answer),
  };
}

/** The same call as programs, where they are short enough to be read: a call has no page of its own to lead to. */
function samplesOf({ curl, request }: ConsoleAnswerDto): LanguageSample[] {
  if (curl.length > maxShownLength) return [];
  return codeSamples({ curl, request }, 'curl', () => '').filter(({ text }) => text !== '');
}

function shownText(text: string, mediaType: string): { text: string; isCut: boolean } {
  const isJson = /\bjson\b/.test(mediaType) && text.length <= maxIndentedLength;
  const whole = isJson ? indentJson(text, maxShownLength) : text;
  return { text: cut(whole, maxShownLength), isCut: whole.length > maxShownLength };
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function limitText({ window, limit, remaining, resetSeconds }: ConsoleLimitDto): string {
  const left = `${formatNumber(remaining)} of ${formatNumber(limit)}${window === null ? '' : ` a ${window}`} left`;
  return resetSeconds === null ? left : `${left}, all of them again in ${formatNumber(resetSeconds)} s`;
}

function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const extensions: Record<string, string> = {
  'application/json': 'json',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'text/csv': 'csv',
  'text/plain': 'txt',
};

function fileName(path: string, mediaType: string): string {
  const words =
    path
      .replace(/\{[^}]*\}/g, '')
      .match(/[A-Za-z0-9-]+/g)
      ?.at(-1) ?? 'answer';
  return `${words}.${extensions[mediaType] ?? (/\bjson$/.test(mediaType) ? 'json' : 'bin')}`;
}
