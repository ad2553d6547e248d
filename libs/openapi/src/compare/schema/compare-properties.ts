import { get, textsOf } from '../../json.js';
import type { Place } from '../place.js';
import { quote } from '../quote.js';
import type { SchemaView } from '../schema-view.js';
import { compareSlots, slotAt } from './compare-slots.js';
import { namedAt, type SchemaPair } from './schema-pair.js';

/** Compares the properties of objects. What only the server sets is none of a request, and the other way round. */
export function compareProperties(pair: SchemaPair): void {
  const before = namedAt(pair.base, 'properties');
  const after = namedAt(pair.target, 'properties');
  const [requiredWas, requiredIs] = [requiredOf(pair.base), requiredOf(pair.target)];
  for (const [name, base] of before) {
    const property = { name, base, requiredWas: requiredWas.has(name), requiredIs: requiredIs.has(name) };
    const target = after.get(name);
    if (target === undefined) reportRemoved(pair, property);
    else compareProperty(pair, { ...property, target });
  }
  for (const [name, target] of after) if (!before.has(name)) reportAdded(pair, target, requiredIs.has(name));
  for (const name of new Set([...requiredWas, ...requiredIs]))
    if (!before.has(name) && !after.has(name)) reportUndescribed(pair, name, requiredWas.has(name));
  compareSlots(
    pair,
    'additional-properties',
    slotAt(pair.base, 'additionalProperties'),
    slotAt(pair.target, 'additionalProperties'),
    'may have as further properties',
  );
}

function requiredOf(view: SchemaView): ReadonlySet<string> {
  return new Set(view.atoms.flatMap(({ value }) => textsOf(get(value, 'required'))));
}

interface Property {
  name: string;
  base: Place[];
  requiredWas: boolean;
  requiredIs: boolean;
}

function compareProperty(pair: SchemaPair, property: Property & { target: Place[] }): void {
  const { base, target, requiredWas, requiredIs } = property;
  const isSame = pair.isSame(base, target);
  if (isSame && requiredWas === requiredIs) return;
  const hiddenWas = isHidden(pair, 'base', base);
  const hiddenIs = isHidden(pair, 'target', target);
  if (hiddenWas && hiddenIs) return;
  const at = [target[0] ?? null, base[0] ?? null] as const;
  const report = (rule: Parameters<SchemaPair['reportAt']>[0], ending: string): void =>
    pair.reportAt(rule, at[0], ending, at[1], at[0]);
  const { direction } = pair;
  if (hiddenWas !== hiddenIs) {
    if (direction === 'response')
      return hiddenIs
        ? report(
            `response-${requiredWas ? 'required' : 'optional'}-property-became-write-only`,
            'is no longer sent: it became write-only.',
          )
        : report('response-property-became-not-write-only', 'is now sent: it is write-only no longer.');
    if (hiddenIs) return report('request-property-became-read-only', 'can no longer be sent: it became read-only.');
    return requiredIs
      ? report('request-required-property-added', 'must now be sent: it is read-only no longer.')
      : report('request-property-became-writable', 'can now be sent: it is read-only no longer.');
  }
  if (!requiredWas && requiredIs) report(`${direction}-property-became-required`, 'became required.');
  if (requiredWas && !requiredIs) report(`${direction}-property-became-optional`, 'became optional.');
  if (!isSame) pair.within(base, target);
}

function isHidden(pair: SchemaPair, side: 'base' | 'target', joined: readonly Place[]): boolean {
  const keyword = pair.direction === 'request' ? 'readOnly' : 'writeOnly';
  return pair.viewOf(side, joined).atoms.some(({ value }) => get(value, keyword) === true);
}

function reportRemoved(pair: SchemaPair, { base, requiredWas }: Property): void {
  if (isHidden(pair, 'base', base)) return;
  const [place] = base;
  const remove = (rule: Parameters<SchemaPair['reportAt']>[0], ending: string): void =>
    pair.reportAt(rule, place ?? null, ending, place ?? null, null);
  if (pair.direction === 'response')
    return remove(`response-${requiredWas ? 'required' : 'optional'}-property-removed`, 'was removed.');
  if (slotAt(pair.target, 'additionalProperties') === 'nothing')
    return remove('request-property-refused', 'was removed, and properties that are not described are refused.');
  remove('request-property-removed', 'was removed.');
}

function reportAdded(pair: SchemaPair, target: Place[], isRequired: boolean): void {
  if (isHidden(pair, 'target', target)) return;
  const kind = isRequired ? 'required' : 'optional';
  const rule = pair.direction === 'request' ? (`request-${kind}-property-added` as const) : 'response-property-added';
  const place = target[0] ?? null;
  pair.reportAt(
    rule,
    place,
    `was added${isRequired && pair.direction === 'request' ? ' and is required' : ''}.`,
    null,
    place,
  );
}

/** A name that is required, although nothing else is said of it. */
function reportUndescribed(pair: SchemaPair, name: string, wasRequired: boolean): void {
  const isRequired = requiredOf(pair.target).has(name);
  if (wasRequired === isRequired) return;
  const change = isRequired ? 'required' : 'optional';
  pair.report(`${pair.direction}-property-became-${change}`, `has a property ${quote(name)} that became ${change}.`);
}
