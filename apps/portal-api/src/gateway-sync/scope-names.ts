import type { ScopeName } from '#gateway';

export function isVersion(scope: ScopeName): scope is `version:${string}` {
  return scope.startsWith('version:');
}

export function isApplication(scope: ScopeName): scope is `application:${string}` {
  return scope.startsWith('application:');
}

/** The id of what a scope other than `gateway` speaks of. */
export function idOf(scope: `version:${string}` | `application:${string}`): string {
  return scope.slice(scope.indexOf(':') + 1);
}
