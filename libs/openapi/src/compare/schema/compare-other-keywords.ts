import { get, type Json } from '../../json.js';
import { stable } from '../fingerprints.js';
import { quote, quoteValue } from '../quote.js';
import { isAnnotation } from '../schema-keywords.js';
import type { SchemaView } from '../schema-view.js';
import { placesAt, type SchemaPair } from './schema-pair.js';

/** What the other checks look at. Any other keyword that changes is told as such, whatever it means. */
const KNOWN: ReadonlySet<string> = new Set(
  `$ref allOf anyOf oneOf type nullable x-nullable enum const x-extensible-enum deprecated x-sunset x-stability-level default
  maximum minimum exclusiveMaximum exclusiveMinimum maxLength minLength maxItems minItems maxProperties minProperties
  maxContains minContains multipleOf uniqueItems format pattern contentEncoding contentMediaType contentSchema
  properties required readOnly writeOnly additionalProperties items prefixItems contains propertyNames
  unevaluatedItems unevaluatedProperties if then else not patternProperties dependentSchemas dependentRequired
  discriminator`.split(/\s+/),
);

/** Compares defaults, and keywords of which nothing more exact is known. */
export function compareOtherKeywords(pair: SchemaPair): void {
  // The default of a parameter is compared with the parameter: there it decides what the server takes.
  if (pair.form !== 'parameter') compareDefaults(pair);
  const keywords = new Set([...unknownKeywords(pair.base), ...unknownKeywords(pair.target)]);
  for (const keyword of keywords) {
    const [was, is] = [valueAt(pair.base, keyword), valueAt(pair.target, keyword)];
    if (was === is) continue;
    const places = [placesAt(pair.base, keyword)[0], placesAt(pair.target, keyword)[0]] as const;
    const change = was === '' ? 'gained' : is === '' ? 'lost' : 'changed';
    pair.report(
      `${pair.direction}-keyword-changed`,
      `${change} its ${quote(keyword)}.`,
      places[0] ?? pair.basePlace,
      places[1] ?? pair.targetPlace,
    );
  }
}

function compareDefaults(pair: SchemaPair): void {
  const [was, is] = [pair.base, pair.target].map((view) => placesAt(view, 'default')[0]);
  const [textWas, textIs] = [was, is].map((place) => (place === undefined ? '' : stable(place.value)));
  if (textWas === textIs) return;
  const values: [Json | undefined, Json | undefined] = [was?.value, is?.value];
  pair.report(
    `${pair.direction}-default-changed`,
    `has the default ${quoteValue(values[1])} instead of ${quoteValue(values[0])}.`,
    was ?? pair.basePlace,
    is ?? pair.targetPlace,
  );
}

function unknownKeywords(view: SchemaView): string[] {
  return view.atoms.flatMap(({ value }) =>
    Object.keys(value as object).filter((keyword) => !KNOWN.has(keyword) && !isAnnotation(keyword)),
  );
}

function valueAt(view: SchemaView, keyword: string): string {
  return view.atoms
    .flatMap(({ value }) => get(value, keyword) ?? [])
    .map((value) => stable(value))
    .join('\0');
}
