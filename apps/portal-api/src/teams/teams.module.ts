import { Module } from '@nestjs/common';
import { ChangeMembers } from './change-members.js';
import { CreateTeam } from './create-team.js';
import { TeamAccess } from './team-access.js';
import { TeamsController } from './teams.controller.js';
import { TeamsReader } from './teams.reader.js';
import { TeamsStore } from './teams.store.js';
import { UpdateTeam } from './update-team.js';

@Module({
  controllers: [TeamsController],
  providers: [ChangeMembers, CreateTeam, TeamAccess, TeamsReader, TeamsStore, UpdateTeam],
  exports: [TeamAccess],
})
export class TeamsModule {}
