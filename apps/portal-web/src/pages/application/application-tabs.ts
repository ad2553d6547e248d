import type { ApplicationDto } from '#contract';
import { link } from '../../view/helpers.js';

export interface TabLink {
  href: string;
  label: string;
  current: boolean;
}

/** The pages of one application; only who may change it has settings. */
export function applicationTabs({ id, editable }: ApplicationDto, current: string): TabLink[] {
  const href = link('applications', id);
  const tab = (label: string, path: string): TabLink => ({ href: `${href}${path}`, label, current: label === current });
  return [tab('Overview', ''), tab('Usage', '/usage'), ...(editable ? [tab('Settings', '/settings')] : [])];
}
