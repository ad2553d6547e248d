import { textOf, type Form } from './form.js';

/** The page before something that cannot be undone: the name has to be typed. */
export interface ConfirmView {
  title: string;
  heading: string;
  breadcrumb: { href: string; label: string }[];
  formAction: string;
  name: string;
  text: string;
  label: string;
  button: string;
  errors: { confirm?: string };
}

type ConfirmWords = Omit<ConfirmView, 'label' | 'errors'> & { mistyped: boolean };

export function confirmView({ mistyped, ...words }: ConfirmWords): ConfirmView {
  const errors = mistyped ? { confirm: `Type exactly “${words.name}”.` } : {};
  return { ...words, label: `Type “${words.name}” to confirm`, errors };
}

/** Whether the name was typed; without a script in the page nothing else asks twice. */
export function isConfirmed(form: Form, name: string): boolean {
  return textOf(form, 'confirm') === name.trim();
}
