import type { ReferenceHeaderDto, ReferenceParameterDto } from '#contract';
import type { Json } from './json.js';
import { shown, type SchemaFact } from './schema-facts.js';

const shownExamples = 8;

/** What is said of a parameter or a header beside its schema. @param known the rules of the schema */
export function parameterFacts(given: ReferenceParameterDto | ReferenceHeaderDto, known: SchemaFact[]): SchemaFact[] {
  const fact = (words: string, values: Json[] = [], after = ''): SchemaFact => ({
    ...{ words, after },
    values: values.map(shown),
  });
  const named = (given.examples ?? []).slice(0, shownExamples);
  const hasExample = known.some(({ words }) => words === 'For example');
  const separately = given.explode === undefined ? '' : given.explode ? ', each value by itself' : ', values together';
  return [
    ...(named.length > 0
      ? [
          fact(
            'For example',
            named.filter(({ value }) => value !== null).map(({ value }) => value),
          ),
        ]
      : given.example !== null && !hasExample
        ? [fact('For example', [given.example])]
        : []),
    ...(given.mediaType === undefined ? [] : [fact('A text of the type', [given.mediaType])]),
    ...(given.style === undefined && separately === ''
      ? []
      : [fact('Written in the style', [given.style ?? 'form'], separately)]),
    ...('allowReserved' in given && given.allowReserved === true ? [fact('Reserved characters stay as they are')] : []),
    ...('allowEmptyValue' in given && given.allowEmptyValue === true ? [fact('May be empty')] : []),
  ].filter(({ words, values }) => words !== 'For example' || values.length > 0);
}
