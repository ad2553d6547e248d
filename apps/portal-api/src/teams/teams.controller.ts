import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiPreconditionFailedResponse,
  ApiTags,
} from '@nestjs/swagger';
import {
  AddMemberRequest,
  CreateTeamRequest,
  MemberDto,
  PageQuery,
  ProblemDto,
  PutMemberRequest,
  TeamDetailDto,
  TeamDto,
  TeamPageDto,
  UpdateTeamRequest,
} from '#contract';
import { Authenticated, FromCaller } from '../auth/authenticated.decorator.js';
import type { Caller } from '../auth/caller.js';
import { IfMatch } from '../http/etag.js';
import { idOf } from '../http/id-param.js';
import { ChangeMembers } from './change-members.js';
import { CreateTeam } from './create-team.js';
import { TeamsReader } from './teams.reader.js';
import { UpdateTeam } from './update-team.js';

@ApiTags('teams')
@Controller('teams')
export class TeamsController {
  constructor(
    private readonly teams: TeamsReader,
    private readonly createTeam: CreateTeam,
    private readonly updateTeam: UpdateTeam,
    private readonly changeMembers: ChangeMembers,
  ) {}

  /** The teams of the caller; for auditors and admins all teams. */
  @Get()
  @Authenticated()
  @ApiOkResponse({ type: TeamPageDto })
  list(@FromCaller() caller: Caller, @Query() query: PageQuery): Promise<TeamPageDto> {
    return this.teams.page(caller, query);
  }

  @Post()
  @Authenticated('team.create')
  @ApiCreatedResponse({ type: TeamDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  create(@FromCaller() caller: Caller, @Body() input: CreateTeamRequest): Promise<TeamDto> {
    return this.createTeam.run(caller, input);
  }

  @Get(':teamId')
  @Authenticated()
  @ApiOkResponse({ type: TeamDetailDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  one(@FromCaller() caller: Caller, @Param('teamId', idOf('team')) teamId: string): Promise<TeamDetailDto> {
    return this.teams.one(caller, teamId);
  }

  @Patch(':teamId')
  @Authenticated()
  @ApiHeader({ name: 'If-Match', required: true })
  @ApiOkResponse({ type: TeamDetailDto })
  @ApiPreconditionFailedResponse({ type: ProblemDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  async update(
    @FromCaller() caller: Caller,
    @Param('teamId', idOf('team')) teamId: string,
    @IfMatch() revision: number,
    @Body() input: UpdateTeamRequest,
  ): Promise<TeamDetailDto> {
    await this.updateTeam.run(caller, teamId, revision, input);
    return this.teams.one(caller, teamId);
  }

  /** Adds somebody who has signed up. */
  @Post(':teamId/members')
  @Authenticated()
  @ApiCreatedResponse({ type: MemberDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  addMember(
    @FromCaller() caller: Caller,
    @Param('teamId', idOf('team')) teamId: string,
    @Body() input: AddMemberRequest,
  ): Promise<MemberDto> {
    return this.changeMembers.add(caller, teamId, input);
  }

  /** Changes the role of a member. */
  @Put(':teamId/members/:userId')
  @Authenticated()
  @ApiOkResponse({ type: MemberDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  setRole(
    @FromCaller() caller: Caller,
    @Param('teamId', idOf('team')) teamId: string,
    @Param('userId', idOf('member')) userId: string,
    @Body() input: PutMemberRequest,
  ): Promise<MemberDto> {
    return this.changeMembers.setRole(caller, teamId, userId, input.role);
  }

  /** Owners remove a member; everybody may leave, but the last owner may not. */
  @Delete(':teamId/members/:userId')
  @HttpCode(204)
  @Authenticated()
  @ApiNoContentResponse()
  @ApiForbiddenResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto })
  removeMember(
    @FromCaller() caller: Caller,
    @Param('teamId', idOf('team')) teamId: string,
    @Param('userId', idOf('member')) userId: string,
  ): Promise<void> {
    return this.changeMembers.remove(caller, teamId, userId);
  }
}
