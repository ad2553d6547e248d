/** What a call is answered with instead of the upstream's answer. */
export interface SnippetProblem {
  status: number;
  /** JSON text of a problem document. */
  body: string;
}

/** A problem that a share of the calls meets until a time. */
export interface SnippetBrownout extends SnippetProblem {
  /** Of a hundred calls, so many: 1 to 100. */
  sharePercent: number;
  /** In whole seconds since 1970. */
  endsAtSeconds: number;
  /** An HTTP-date or a number of seconds. */
  retryAfter: string;
}

/**
 * The access code of a pre-function plugin that answers every call with a problem document. It runs before everything
 * else, so nobody is asked for a key, and it takes the place of the digest snippet in one write: there is no moment in
 * which the guards are gone and the answer is not there yet. It runs in Kong's default sandbox.
 */
export function problemSnippet({ status, body }: SnippetProblem): string {
  return `return kong.response.exit(${status}, ${JSON.stringify(body)}, {["Content-Type"] = "application/problem+json"})`;
}

/**
 * The access code of a post-function plugin that answers a share of the calls with a problem document. It runs after key
 * and group were looked at, so that a refusal is logged under the application that made the call, and looks at the clock
 * itself, so that a brown-out ends although nobody comes to end it. Clock and dice are those of Kong's default sandbox.
 */
export function brownoutSnippet({ status, body, sharePercent, endsAtSeconds, retryAfter }: SnippetBrownout): string {
  const headers = `{["Content-Type"] = "application/problem+json", ["Retry-After"] = ${JSON.stringify(retryAfter)}}`;
  return `if os.time() < ${endsAtSeconds} and math.random(100) <= ${sharePercent} then
  return kong.response.exit(${status}, ${JSON.stringify(body)}, ${headers})
end`;
}

const TEXT = String.raw`"(?:[^"\\]|\\.)*"`;
const EXIT = String.raw`return kong\.response\.exit\((\d{3}), (${TEXT}), \{\["Content-Type"\] = "application/problem\+json"`;
const PROBLEM = new RegExp(String.raw`^${EXIT}\}\)$`);
const BROWNOUT = new RegExp(
  String.raw`^if os\.time\(\) < (\d{1,11}) and math\.random\(100\) <= (\d{1,3}) then\n  ${EXIT}, \["Retry-After"\] = (${TEXT})\}\)\nend$`,
);

/** What the code answers with, when it is exactly a problem snippet of ours. */
export function readProblemSnippet(code: unknown): SnippetProblem | undefined {
  const [, status, body] = (typeof code === 'string' && PROBLEM.exec(code)) || [];
  const text = textOf(body);
  if (text === undefined) return undefined;
  const problem = { status: Number(status), body: text };
  return problemSnippet(problem) === code ? problem : undefined;
}

/** What the code answers with, to whom and until when, when it is exactly a brown-out snippet of ours. */
export function readBrownoutSnippet(code: unknown): SnippetBrownout | undefined {
  const [, endsAt, share, status, body, after] = (typeof code === 'string' && BROWNOUT.exec(code)) || [];
  const [text, retryAfter] = [textOf(body), textOf(after)];
  if (text === undefined || retryAfter === undefined) return undefined;
  const numbers = { status: Number(status), sharePercent: Number(share), endsAtSeconds: Number(endsAt) };
  const brownout = { ...numbers, body: text, retryAfter };
  return brownoutSnippet(brownout) === code ? brownout : undefined;
}

/** A literal as JSON writes it, and as Lua reads it: JSON inside JSON escapes nothing but quotes and backslashes. */
function textOf(literal: string | undefined): string | undefined {
  try {
    return literal === undefined ? undefined : (JSON.parse(literal) as string);
  } catch {
    return undefined;
  }
}
