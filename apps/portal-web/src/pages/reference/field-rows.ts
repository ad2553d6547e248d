import { anchorPart } from './anchors.js';
import type { MergedSchema, Placed } from './merged-schema.js';
import { within, type Source } from './source.js';

/** One line of a list of fields, before it is looked into. */
export interface FieldRow {
  name: string;
  note: string;
  joint: () => string;
  required: boolean;
  placed: Placed;
}

/** The fields of a schema in their order: those with names, those of a pattern, all others, then items by place. */
export function fieldRows(merged: MergedSchema, source: Source): FieldRow[] {
  const row = (placed: Placed, joint: () => string, name: string, note = ''): FieldRow => ({
    ...{ name, note, joint, placed },
    required: note === '' && merged.required.has(name),
  });
  const hasNames = merged.properties.size > 0 || merged.patterns.size > 0;
  const nameless = [...merged.required].filter((name) => typeof name === 'string' && !merged.properties.has(name));
  return [
    ...[...merged.properties].map(([name, placed]) => row(placed, () => `.${anchorPart(name)}`, name)),
    // Named as required and described nowhere: somewhere below, or not at all.
    ...(merged.properties.size === 0
      ? []
      : nameless.map((name) =>
          row(
            { schema: {}, source: within(source, 'required') },
            () => `.${anchorPart(name as string)}`,
            name as string,
          ),
        )),
    ...[...merged.patterns].map(([name, placed]) =>
      row(placed, () => `.~${anchorPart(name)}`, name, 'names that match'),
    ),
    ...(hasNames && merged.rest !== undefined ? [row(merged.rest, () => '{}', '…', 'any other name')] : []),
    ...merged.tuple.map((placed, index) => row(placed, () => `[${index}]`, `[${index}]`, `item ${index + 1}`)),
  ];
}

/** `3 fields, 2 forms` */
export function countWords({ choices, excluded }: MergedSchema, fields: number): string {
  const forms = choices.reduce((sum, choice) => sum + choice.forms.length, 0) + excluded.length;
  const words = [
    ...(fields === 0 ? [] : [`${fields} ${fields === 1 ? 'field' : 'fields'}`]),
    ...(forms === 0 ? [] : [`${forms} ${forms === 1 ? 'form' : 'forms'}`]),
  ];
  return words.join(', ');
}
