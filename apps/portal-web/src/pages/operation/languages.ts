import type { ClientId, TargetId } from '@readme/httpsnippet/targets';

/** What a value of a sample is, where a language does not write all of them alike. */
export type ValueKind = 'text' | 'body' | 'name' | 'file';

/** A language that samples are written in. */
export interface Language {
  id: string;
  label: string;
  target: TargetId;
  client: ClientId;
  /** Its programs name the file to send; those of the others hold what is in it. */
  opensFiles?: true;
  /** An expression of the language that is exactly this text. */
  literal: (text: string, kind: ValueKind) => string;
  /** What of the program's shape is better said otherwise. */
  improve?: (program: string) => string;
}

const lineEnds = /[\u2028\u2029]/g;
const controls = /[\p{Cc}\u2028\u2029]/gu;
const hex = (sign: string) => sign.charCodeAt(0).toString(16).padStart(4, '0');

/** In JSON's way, which these languages share; what they hold beside it is escaped too. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(controls, (sign) => `\\u${hex(sign)}`);
}

/** In single quotes where a person reads it more easily. */
function javaScript(text: string): string {
  const isPlain = !/['\\]/.test(text) && !/[^\x20-\x7e]/.test(text);
  return isPlain ? `'${text}'` : doubleQuoted(text);
}

/** Single quotes of PHP and Ruby hold everything as it is but `\` and `'`: nothing in them is ever run. */
function singleQuoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** The languages in the order of their tabs. */
export const languages: Language[] = [
  {
    ...{ id: 'javascript', label: 'JavaScript', target: 'javascript', client: 'fetch', opensFiles: true },
    literal: (text, kind) => (kind === 'file' ? `new Blob(['…']), ${javaScript(text)}` : javaScript(text)),
    // An answer need not be JSON.
    improve: (program) => program.replace('res.json()', 'res.text()'),
  },
  {
    ...{ id: 'python', label: 'Python', target: 'python', client: 'requests', opensFiles: true },
    literal: (text, kind) => {
      const literal = doubleQuoted(text);
      // Text that is not ASCII has to say how it becomes bytes.
      return kind === 'body' && /\P{ASCII}/u.test(text) ? `${literal}.encode()` : literal;
    },
  },
  { ...{ id: 'go', label: 'Go', target: 'go', client: 'native' }, literal: doubleQuoted },
  {
    ...{ id: 'java', label: 'Java', target: 'java', client: 'nethttp' },
    // \u000a would be a line's end before Java reads the string.
    literal: (text) =>
      JSON.stringify(text)
        .replace(
          /\\u00([01][0-9a-f])/g,
          (_, digits: string) => `\\${Number.parseInt(digits, 16).toString(8).padStart(3, '0')}`,
        )
        .replace(lineEnds, (sign) => `\\u${hex(sign)}`),
  },
  { ...{ id: 'csharp', label: 'C#', target: 'csharp', client: 'httpclient' }, literal: doubleQuoted },
  { ...{ id: 'php', label: 'PHP', target: 'php', client: 'curl' }, literal: singleQuoted },
  {
    ...{ id: 'ruby', label: 'Ruby', target: 'ruby', client: 'native' },
    literal: singleQuoted,
    improve: (program) => program.replace('http.use_ssl = true', "http.use_ssl = url.scheme == 'https'"),
  },
];
