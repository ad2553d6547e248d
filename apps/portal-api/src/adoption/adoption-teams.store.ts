import { Injectable } from '@nestjs/common';
import { Fault, invalidField } from '#domain';
import { Database } from '../database/database.js';

/** The teams that get what is taken over. */
@Injectable()
export class AdoptionTeamsStore {
  constructor(private readonly database: Database) {}

  async find(
    serviceTeam: string,
    applicationTeam: string,
  ): Promise<{ serviceTeamId: string; applicationTeamId: string }> {
    const teams = await this.database.prisma.team.findMany({
      where: { slug: { in: [serviceTeam, applicationTeam] } },
      select: { id: true, slug: true, kind: true },
    });
    const provider = teams.find(({ slug }) => slug === serviceTeam);
    const developer = teams.find(({ slug }) => slug === applicationTeam);
    if (provider === undefined) throw invalidField('serviceTeam', `There is no team ${serviceTeam}.`);
    if (developer === undefined) throw invalidField('applicationTeam', `There is no team ${applicationTeam}.`);
    if (provider.kind !== 'provider')
      throw new Fault('team.not_provider', 'Only a provider team owns services. Make the team one, or choose another.');
    return { serviceTeamId: provider.id, applicationTeamId: developer.id };
  }
}
