import type { SchemaFact } from './schema-facts.js';

export interface LinkView {
  href: string;
  label: string;
}

/** `array of ` **Order** ` or null`: what has a page of its own is a link. */
export interface TypeView {
  before: string;
  name: string;
  href: string | undefined;
  after: string;
}

/** What a schema is: its type, its rules, its fields, the forms it may take. */
export interface ShapeView {
  type: TypeView;
  facts: SchemaFact[];
  fields: FieldView[];
  choices: ChoiceView[];
  /** The schema contains itself: this leads to where it is shown. */
  again: LinkView | undefined;
  /** There is more than is shown here: where that stands. */
  more: LinkView | undefined;
}

export interface ChoiceView {
  title: string;
  /** The field whose value says which form it is. */
  by: string;
  forms: FormView[];
}

export interface FormView extends ShapeView {
  anchor: string;
  label: string;
  /** The value of the discriminator. */
  value: string;
  /** What it says of itself, in Markdown, and as HTML. */
  text: string;
  textHtml: string;
}

export interface FieldView extends ShapeView {
  anchor: string;
  name: string;
  /** What the name is, where it is not a name: `any other name`. */
  note: string;
  required: boolean;
  deprecated: boolean;
  access: string;
  /** What it says of itself, in Markdown, and as HTML. */
  text: string;
  textHtml: string;
}
