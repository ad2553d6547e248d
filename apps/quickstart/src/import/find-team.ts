import type { MeDto, TeamDto, TeamPageDto } from '#contract';
import type { ApiClient } from '../api-client.js';
import { isRefusal } from './import-document.js';

/** The team that an admin's imports belong to, where no other is named. */
const DEFAULT_TEAM = { name: 'Imported', slug: 'imported', kind: 'provider' } as const;

/**
 * The provider team that will own the services: the one with this slug, else for an admin the team "Imported" (made when
 * it is missing), else the first provider team of the user.
 */
export async function findTeam(client: ApiClient, slug: string | undefined): Promise<string> {
  const { user, memberships } = await client.get<MeDto>('/v1/me');
  if (user.platformRole === 'admin') return findOrMake(client, slug ?? DEFAULT_TEAM.slug, slug === undefined);
  const teams = memberships.filter(({ teamKind }) => teamKind === 'provider');
  const team = slug === undefined ? teams[0] : teams.find(({ teamSlug }) => teamSlug === slug);
  if (team !== undefined) return team.teamId;
  const which = slug === undefined ? 'a provider team' : `the provider team "${slug}"`;
  throw new Error(`${user.email} is no member of ${which}. Services belong to provider teams; an admin makes one.`);
}

async function findOrMake(client: ApiClient, slug: string, mayMake: boolean): Promise<string> {
  if (mayMake) {
    try {
      return (await client.post<TeamDto>('/v1/teams', DEFAULT_TEAM)).id;
    } catch (error) {
      if (!isRefusal(error, 'team.slug_taken')) throw error;
    }
  }
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: TeamPageDto = await client.get(`/v1/teams?limit=200${cursor && `&cursor=${cursor}`}`);
    const team = page.items.find((candidate) => candidate.slug === slug);
    if (team !== undefined) return team.id;
    cursor = page.nextCursor;
  }
  throw new Error(`There is no team "${slug}".`);
}
