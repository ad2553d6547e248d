import { get, type Json, textOf } from '../json.js';
import type { RuleId } from './change-rules.js';
import type { Comparison } from './comparison.js';
import type { PairNode } from './pair-node.js';
import type { Place } from './place.js';
import { quoteValue } from './quote.js';
import type { Direction } from './spec-change.js';

/** What can be deprecated, as the rules name it. */
export type Deprecable = 'operation' | 'parameter' | 'property';

const STABILITY = ['draft', 'alpha', 'beta', 'stable'];

/** Whether this was deprecated with a day that has not come, or that nobody can read. */
export function isPromisedUntilLater(comparison: Comparison, value: Json): boolean {
  if (get(value, 'deprecated') !== true) return false;
  const sunset = get(value, 'x-sunset');
  if (sunset === undefined) return false;
  const day = dayOf(sunset);
  return day === null || day > comparison.todayIso;
}

/** Compares `deprecated` and the extension `x-sunset`, the day from which it may be gone. */
export function compareDeprecation(
  comparison: Comparison,
  node: PairNode,
  base: Place,
  target: Place,
  what: Deprecable,
  direction: Direction | null,
): void {
  const report = (rule: RuleId, ending: string): void =>
    comparison.reporter(node, direction, base, target)(rule, ending);
  const [was, is] = [get(base.value, 'deprecated') === true, get(target.value, 'deprecated') === true];
  if (was && !is) return report(`${what}-reactivated`, 'is no longer deprecated.');
  if (!is) return;
  const [sunsetWas, sunsetIs] = [get(base.value, 'x-sunset'), get(target.value, 'x-sunset')];
  const [dayWas, dayIs] = [dayOf(sunsetWas), dayOf(sunsetIs)];
  if (!was) {
    if (sunsetIs === undefined)
      return report(`${what}-deprecated-without-date`, 'is deprecated, without a day of its end.');
    if (dayIs === null)
      return report(`${what}-sunset-unreadable`, `is deprecated until ${quoteValue(sunsetIs)}, which is no date.`);
    if (dayIs < comparison.todayIso)
      return report(`${what}-sunset-too-soon`, `is deprecated until ${dayIs}, which is over.`);
    return report(`${what}-deprecated`, `is deprecated until ${dayIs}.`);
  }
  if (sunsetWas !== undefined && sunsetIs === undefined)
    return report(`${what}-sunset-removed`, `is still deprecated, but no longer until ${quoteValue(sunsetWas)}.`);
  if (sunsetIs !== undefined && dayIs === null && sunsetWas !== sunsetIs)
    return report(`${what}-sunset-unreadable`, `is deprecated until ${quoteValue(sunsetIs)}, which is no date.`);
  if (dayWas === null || dayIs === null || dayWas === dayIs) return;
  if (dayIs < dayWas) report(`${what}-sunset-earlier`, `ends on ${dayIs}, not on ${dayWas} as announced.`);
  else report(`${what}-sunset-later`, `ends on ${dayIs} instead of ${dayWas}.`);
}

/** Compares the extension `x-stability-level`. */
export function compareStability(
  comparison: Comparison,
  node: PairNode,
  base: Place,
  target: Place,
  what: Deprecable,
  direction: Direction | null,
): void {
  const [was, is] = [get(base.value, 'x-stability-level'), get(target.value, 'x-stability-level')];
  if (was === is) return;
  const report = comparison.reporter(node, direction, base, target);
  const [rankWas, rankIs] = [was, is].map((level) =>
    level === undefined ? STABILITY.length - 1 : STABILITY.indexOf(textOf(level)),
  );
  if (rankIs === -1) return report(`${what}-stability-unknown`, `has the stability ${quoteValue(is)}, which is none.`);
  if (rankWas! > rankIs!)
    report(`${what}-stability-decreased`, `is now ${quoteValue(is)}, no longer ${quoteValue(was ?? 'stable')}.`);
  else if (rankWas! < rankIs!) report(`${what}-stability-increased`, `is now ${quoteValue(is ?? 'stable')}.`);
}

/** The day as `2026-11-22`; null where there is none to be read. */
function dayOf(value: Json | undefined): string | null {
  const text = textOf(value);
  return /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text)) ? text.slice(0, 10) : null;
}

/** Whether the day from which this may be gone is over. */
export function dayIsOver(comparison: Comparison, value: Json): boolean {
  const day = dayOf(get(value, 'x-sunset'));
  return day !== null && day <= comparison.todayIso;
}
