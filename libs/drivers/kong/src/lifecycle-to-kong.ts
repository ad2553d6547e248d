import { type DesiredVersion, httpDate, lifecycleHeaders } from '#gateway';
import { brownoutSnippet, DIGEST_SNIPPET, problemSnippet } from '#kong-admin';

/** A plugin of a version: its name and its configuration. */
type Plugin = [name: string, config: Record<string, unknown>];

/**
 * What runs first: the digest of the presented key, or, where the version is gone, the answer that says so. One plugin for
 * both, so that one write turns the one into the other while key-auth and the group go on standing behind it.
 */
export function firstFunction({ gone }: DesiredVersion): Plugin {
  const snippet = gone === undefined ? DIGEST_SNIPPET : problemSnippet(answerOf(gone.problem));
  return ['pre-function', { access: [snippet] }];
}

/** What the life of the version adds to its answers. Nothing here guards the upstream. */
export function lifecyclePlugins({ lifecycle, brownout }: DesiredVersion): Plugin[] {
  const plugins: Plugin[] = [];
  if (lifecycle !== undefined) {
    const { Link, ...dates } = lifecycleHeaders(lifecycle);
    // Whatever the upstream says of its end: ours is what was announced. Its links may stand beside ours.
    const ours = Object.entries(dates).map(([name, value]) => `${name}:${value}`);
    const append = Link === undefined ? [] : [`Link:${Link}`];
    plugins.push([
      'response-transformer',
      { replace: { headers: ours }, add: { headers: ours }, append: { headers: append } },
    ]);
  }
  if (brownout !== undefined) {
    const { sharePercent, endsAt, problem } = brownout;
    const endsAtSeconds = Math.floor(Date.parse(endsAt) / 1000);
    const answer = { ...answerOf(problem), sharePercent, endsAtSeconds, retryAfter: httpDate(endsAt) };
    plugins.push(['post-function', { access: [brownoutSnippet(answer)] }]);
  }
  return plugins;
}

function answerOf(problem: { status: number }): { status: number; body: string } {
  return { status: problem.status, body: JSON.stringify(problem) };
}
