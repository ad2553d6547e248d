import type { MeDto } from '#contract';
import { link } from '../../view/helpers.js';

const kindWords = { personal: 'Yours alone', developer: 'Calls services', provider: 'Offers services' };
const platformWords = {
  member: 'Member',
  auditor: 'Auditor: reads everything, changes nothing',
  admin: 'Admin of this portal',
};

export interface AccountView {
  title: string;
  facts: { label: string; value: string }[];
  columns: { label: string }[];
  teams: { name: string; href: string; kind: string; role: string }[];
}

export function accountView({ user, memberships }: MeDto): AccountView {
  return {
    title: 'Account',
    facts: [
      { label: 'Name', value: user.displayName },
      { label: 'Email', value: user.email },
      { label: 'Role here', value: platformWords[user.platformRole] },
    ],
    columns: ['Team', 'What it is for', 'Your role'].map((label) => ({ label })),
    teams: memberships.map(({ teamId, teamName, teamKind, role }) => ({
      name: teamName,
      href: link('teams', teamId),
      kind: kindWords[teamKind],
      role,
    })),
  };
}
