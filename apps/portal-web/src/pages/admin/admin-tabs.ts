export type AdminTab = 'overview' | 'gateways' | 'audit' | 'teams';

const tabs: [AdminTab, string, string][] = [
  ['overview', '/admin', 'Overview'],
  ['gateways', '/admin/gateways', 'Gateways'],
  ['audit', '/admin/audit', 'Audit log'],
  ['teams', '/teams', 'Teams'],
];

/** The pages of admins and auditors, as links. */
export function adminTabs(current: AdminTab) {
  return tabs.map(([tab, href, label]) => ({ href, label, current: tab === current }));
}
