import { get, textOf } from '../../json.js';
import { childrenOf, type Place } from '../place.js';
import { quote, quoteList } from '../quote.js';
import { placesAt, type SchemaPair } from './schema-pair.js';

/** Compares the property that tells alternatives apart, and which value stands for which. */
export function compareDiscriminators(pair: SchemaPair): void {
  const [was] = placesAt(pair.base, 'discriminator');
  const [is] = placesAt(pair.target, 'discriminator');
  const { direction } = pair;
  if (was === undefined && is !== undefined)
    pair.report(`${direction}-discriminator-added`, `is told apart by ${quote(propertyOf(is))}.`, pair.basePlace, is);
  if (was !== undefined && is === undefined)
    pair.report(`${direction}-discriminator-removed`, `is no longer told apart by ${quote(propertyOf(was))}.`, was);
  if (was === undefined || is === undefined) return;
  if (propertyOf(was) !== propertyOf(is))
    pair.report(
      `${direction}-discriminator-changed`,
      `is told apart by ${quote(propertyOf(is))} instead of ${quote(propertyOf(was))}.`,
      was,
      is,
    );
  compareMappings(pair, was, is);
}

function compareMappings(pair: SchemaPair, was: Place, is: Place): void {
  const [before, after] = [mappingOf(was), mappingOf(is)];
  const removed = [...before.keys()].filter((value) => !after.has(value));
  const added = [...after.keys()].filter((value) => !before.has(value));
  const changed = [...before].filter(([value, name]) => after.has(value) && after.get(value) !== name);
  const report = (rule: Parameters<SchemaPair['report']>[0], ending: string): void =>
    pair.report(rule, ending, was, is);
  if (removed.length > 0)
    report(`${pair.direction}-mapping-removed`, `no longer maps the value ${quoteList(removed)}.`);
  if (added.length > 0) report(`${pair.direction}-mapping-added`, `maps the value ${quoteList(added)}, too.`);
  for (const [value, name] of changed)
    report(
      `${pair.direction}-mapping-changed`,
      `maps ${quote(value)} to ${quote(after.get(value) ?? '')} instead of ${quote(name)}.`,
    );
}

function propertyOf(discriminator: Place): string {
  // In 2.0 it is the name itself.
  return textOf(get(discriminator.value, 'propertyName')) || textOf(discriminator.value);
}

/** By value the name of the schema. A value that is the name needs no entry, so such entries are left out. */
function mappingOf(discriminator: Place): Map<string, string> {
  const entries = childrenOf(discriminator, 'mapping').map(({ token, value }): [string, string] => {
    const ref = textOf(value);
    return [token, ref.slice(ref.lastIndexOf('/') + 1)];
  });
  return new Map(entries.filter(([value, name]) => value !== name));
}
