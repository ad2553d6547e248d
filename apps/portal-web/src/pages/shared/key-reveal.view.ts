import type { IssuedKeyDto } from '#contract';
import { link } from '../../view/helpers.js';
import { keyStateView, type KeyStateView } from './key-state.view.js';

export interface StepView {
  label: string;
  current: boolean;
  done: boolean;
}

/** The one page that shows a key. */
export interface KeyRevealView {
  title: string;
  breadcrumb: { href: string; label: string }[];
  steps: StepView[] | undefined;
  notice: string | undefined;
  /** Without a value: the form was sent twice, and the key was in the first answer. */
  key: { name: string; value: string | undefined } & KeyStateView;
  samples: { label: string; text: string }[] | undefined;
  storedAction: string;
  /** The page that was left for a key. */
  back: string | undefined;
}

/** @param around what leads to the page: its steps, and what else happened on the way */
export function keyRevealView(
  application: { id: string; name: string },
  { credential, key, curl }: IssuedKeyDto,
  around: { steps?: StepView[]; notice?: string; back?: string } = {},
): KeyRevealView {
  const href = link('applications', application.id);
  return {
    title: 'Your key',
    breadcrumb: [{ href, label: application.name }],
    steps: around.steps,
    notice: around.notice,
    key: {
      name: credential.name,
      value: key ?? undefined,
      ...keyStateView(credential, `${href}${link('keys', credential.id)}`),
    },
    samples: curl === null ? undefined : [{ label: 'curl', text: curl }],
    storedAction: `${href}${link('keys', credential.id)}/stored`,
    back: around.back,
  };
}
