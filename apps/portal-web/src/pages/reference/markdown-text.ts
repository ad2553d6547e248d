import type { SchemaFact } from './schema-facts.js';
import type { ChoiceView, FieldView, LinkView, ShapeView, TypeView } from './shape.view.js';

/** Something that machines read, within a line of Markdown, whatever it holds. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 || line === '' ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** A block of code, whatever it holds. */
export function block(text: string, language = ''): string {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Words of a document as one line of ours: its signs stay signs. */
export function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>#|]/g, '\\$&');
}

/** A link; the address is ours. */
export function linkTo(text: string, address: string): string {
  return `[${plain(text)}](${address.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

/** Parts of a page with an empty line between them; those that are empty are left out. */
export function page(...parts: (string | undefined)[]): string {
  return `${parts.filter((part) => part !== undefined && part !== '').join('\n\n')}\n`;
}

function typeText({ before, name, after }: TypeView): string {
  return plain(`${before}${name}${after}`);
}

function factsText(facts: SchemaFact[]): string {
  return facts
    .map(({ words, values, after }) =>
      [plain(words), values.map(code).join(', '), plain(after)].filter(Boolean).join(' '),
    )
    .map((words) => `${words}.`)
    .join(' ');
}

/** Fields as a nested list. */
export function fieldList(fields: FieldView[], base: string, indent = ''): string {
  return fields.map((field) => fieldText(field, base, indent)).join('\n');
}

function fieldText(field: FieldView, base: string, indent: string): string {
  const marks = [
    typeText(field.type),
    field.required ? 'required' : '',
    field.access,
    field.note,
    field.deprecated ? 'deprecated' : '',
  ];
  const words = [field.text.replace(/\s+/g, ' ').trim(), factsText(field.facts)].filter((text) => text !== '');
  const head = `${indent}- ${code(field.name)} (${marks.filter((mark) => mark !== '').join(', ')})`;
  const inner = insideText(field, base, `${indent}  `);
  return [`${head}${words.length > 0 ? `: ${words.join(' ')}` : ''}`, inner].filter((text) => text !== '').join('\n');
}

function insideText({ fields, choices, again, more }: ShapeView, base: string, indent: string): string {
  return [
    ...(again === undefined ? [] : [`${indent}- ${plain(again.label)} again, as above`]),
    ...(fields.length === 0 ? [] : [fieldList(fields, base, indent)]),
    ...choices.map((choice) => choiceText(choice, base, indent)),
    ...(more === undefined ? [] : [`${indent}- ${moreText(more, base)}`]),
  ].join('\n');
}

function moreText({ label, href }: LinkView, base: string): string {
  return linkTo(label, `${base}${href}`);
}

function choiceText({ title, by, forms }: ChoiceView, base: string, indent: string): string {
  const head = `${indent}- ${title}${by === '' ? '' : `, told apart by ${code(by)}`}:`;
  const rows = forms.map((form) => {
    const words = [form.text.replace(/\s+/g, ' ').trim(), factsText(form.facts)].filter((text) => text !== '');
    const value = form.value === '' ? '' : ` (${code(form.value)})`;
    const line = `${indent}  - ${plain(form.label)}${value}${words.length > 0 ? `: ${words.join(' ')}` : ''}`;
    return [line, insideText(form, base, `${indent}    `)].filter((text) => text !== '').join('\n');
  });
  return [head, ...rows].join('\n');
}

/** A schema: its type and rules in a line, then what is in it. */
export function shapeText(shape: ShapeView, base: string): string {
  const line = [`Type: ${typeText(shape.type)}.`, factsText(shape.facts)].filter((text) => text !== '').join(' ');
  const inside = insideText(shape, base, '');
  return inside === '' ? line : `${line}\n\n${inside}`;
}
