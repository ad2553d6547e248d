import { get, isObject, type Json, textOf } from './json.js';
import { MAX_EXAMPLE_CHARACTERS, MAX_NAMED_EXAMPLES } from './limits.js';
import type { ExampleModel } from './reference-model.js';
import type { SpecContext } from './spec-context.js';

/**
 * What a parameter, header or media type of 3.x gives as examples, ready to be spread into its model. The name of an only
 * example tells nothing, so that is the one without a name. Of several, those that fit into MAX_EXAMPLE_CHARACTERS
 * together are taken, the first one in any case.
 */
export function readExamples(value: Json, context: SpecContext): { example: Json | null; examples?: ExampleModel[] } {
  const single = get(value, 'example');
  const named = get(value, 'examples');
  const examples = isObject(named) ? namedExamples(named, context) : [];
  const [first] = examples;
  if (single === undefined && first !== undefined && Object.keys(named as object).length === 1 && isPlain(first))
    return { example: first.value };
  const example = single === undefined ? null : context.cutExample(single);
  return examples.length === 0 ? { example } : { example, examples };
}

function namedExamples(named: { [name: string]: Json }, context: SpecContext): ExampleModel[] {
  const examples: ExampleModel[] = [];
  let room = MAX_EXAMPLE_CHARACTERS;
  for (const name of Object.keys(named)) {
    if (examples.length === MAX_NAMED_EXAMPLES) break;
    const example = readExample(name, named[name]!, context);
    if (example === null) continue;
    room -= context.scale.weigh(example);
    if (room < 0 && examples.length > 0) break;
    examples.push(example);
  }
  return examples;
}

function readExample(name: string, raw: Json, context: SpecContext): ExampleModel | null {
  const ref = get(raw, '$ref');
  const resolved = typeof ref === 'string' ? context.resolve(raw, ref) : null;
  const example = resolved?.kind === 'local' ? resolved.value : raw;
  const value = get(example, 'value');
  const externalValue = textOf(get(example, 'externalValue'));
  if (value === undefined && externalValue === '') return null;
  const [summary, description] = [textOf(get(example, 'summary')), textOf(get(example, 'description'))];
  return {
    name,
    ...(summary === '' ? {} : { summary }),
    ...(description === '' ? {} : { description }),
    value: context.cutExample(value),
    ...(externalValue === '' ? {} : { externalValue }),
  };
}

function isPlain(example: ExampleModel): boolean {
  return example.summary === undefined && example.description === undefined && example.externalValue === undefined;
}
