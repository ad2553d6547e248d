/** How one state looks: the tone of its badge, the mark that says it without colour, and the word. */
export interface StateBadge {
  tone: 'good' | 'wait' | 'bad' | 'calm' | 'accent' | 'muted';
  mark: string;
  label: string;
}

const badge = (tone: StateBadge['tone'], mark: string, label: string): StateBadge => ({ tone, mark, label });

const states: Record<string, StateBadge> = {
  draft: badge('muted', 'ring', 'Draft'),
  published: badge('good', 'dot', 'Published'),
  deprecated: badge('wait', 'warn', 'Deprecated'),
  retired: badge('muted', 'dash', 'Retired'),

  offered: badge('good', 'dot', 'Offered'),
  archived: badge('muted', 'dash', 'Archived'),

  pending: badge('wait', 'clock', 'Pending'),
  active: badge('good', 'dot', 'Active'),
  suspended: badge('wait', 'half', 'Suspended'),
  rejected: badge('bad', 'cross', 'Rejected'),
  cancelled: badge('muted', 'dash', 'Cancelled'),

  live: badge('good', 'dot', 'Live'),
  'not-yet': badge('wait', 'clock', 'Not yet on the gateway'),
  checking: badge('wait', 'half', 'Being checked'),
  stuck: badge('bad', 'warn', 'Not yet on the gateway'),
  'not-removed': badge('bad', 'warn', 'Not yet removed'),
  failed: badge('bad', 'cross', 'Failed'),
  removing: badge('wait', 'clock', 'Being removed'),
  removed: badge('muted', 'dash', 'Removed'),
  refused: badge('muted', 'dash', 'Refused'),
  revoked: badge('muted', 'dash', 'Revoked'),
  expired: badge('muted', 'dash', 'Expired'),
  approved: badge('good', 'check', 'Approved'),

  reachable: badge('good', 'dot', 'Reachable'),
  unreachable: badge('bad', 'cross', 'Unreachable'),
  'in-step': badge('good', 'check', 'In step'),
  failing: badge('bad', 'warn', 'Failures'),
  behind: badge('wait', 'clock', 'Behind'),
  drifted: badge('wait', 'half', 'Drifted'),
  unknown: badge('muted', 'ring', 'Unknown'),
  'up-to-date': badge('good', 'check', 'Up to date'),

  'in-full': badge('good', 'check', 'In full'),
  'in-part': badge('wait', 'half', 'In part'),
  'not-at-all': badge('muted', 'dash', 'Cannot'),

  missing: badge('wait', 'dash', 'Missing'),
  changed: badge('wait', 'half', 'Changed'),
  stray: badge('wait', 'ring', 'Not known to us'),

  added: badge('good', 'plus', 'Added'),
  error: badge('bad', 'cross', 'Error'),
  warning: badge('wait', 'warn', 'Warning'),
  hint: badge('calm', 'info', 'Hint'),

  success: badge('good', 'dot', 'Success'),
  redirect: badge('calm', 'right', 'Redirect'),
  refusal: badge('wait', 'warn', 'Refused'),
  fault: badge('bad', 'cross', 'Fault'),
};

/** The badge of a state; a state that has none of its own is shown by its name, quietly. */
export function stateBadge(state: string): StateBadge {
  return states[state] ?? badge('muted', 'ring', state);
}
