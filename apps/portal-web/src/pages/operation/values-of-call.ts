import type { ConsoleCallDto } from '#contract';
import type { ConsoleFields } from './console-fields.js';
import type { ConsoleState } from './console.view.js';

const masked = '[masked]';

/** What an earlier call had, for the form; what was masked has to be typed again. */
export function valuesOfCall(
  { typed, applicationId, environment }: ConsoleCallDto,
  fields: ConsoleFields,
): Pick<ConsoleState, 'values' | 'content' | 'application' | 'environment'> {
  const values: Record<string, string> = {};
  for (const { key, parameter } of fields.parameters) {
    const found = typed.parameters.filter(({ in: place, name }) => place === parameter.in && name === parameter.name);
    values[key] = found.map(({ value }) => (value === masked ? '' : value)).join('\n');
  }
  const content = Math.max(
    0,
    fields.contents.findIndex(({ mediaType }) => mediaType === typed.mediaType),
  );
  const chosen = fields.contents[content];
  if (chosen?.whole !== undefined && typed.text !== null) values[chosen.whole.key] = typed.text;
  const sent = typed.parts.length > 0 ? typed.parts : [...new URLSearchParams(typed.text ?? '')];
  for (const { key, name } of chosen?.fields ?? []) {
    const found = sent.flatMap((part) =>
      Array.isArray(part) ? (part[0] === name ? [part[1]] : []) : part.name === name ? [part.value ?? ''] : [],
    );
    values[key] = found.map((value) => (value === masked ? '' : value)).join('\n');
  }
  return { values, content, application: applicationId, environment };
}
