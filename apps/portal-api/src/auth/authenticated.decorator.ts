import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiResponse } from '@nestjs/swagger';
import { ProblemDto } from '#contract';
import type { Permission } from '#domain';
import type { Caller } from './caller.js';
import { AccessGuard } from './access.guard.js';

export const ACCESS = Symbol('access');

/** What a route asks of its caller before it runs; the rest is decided where the thing itself is known. */
export type Access = { signIn: 'required' | 'optional' | 'ignored'; permission?: Permission };

const problem = (status: number, description: string) => ApiResponse({ status, description, type: ProblemDto });

/**
 * Only for callers who signed in. With a permission: only for those whose platform role opens it, whatever the
 * resource; permissions that hang on a team are asked in the use case or the reader.
 */
export function Authenticated(permission?: Permission) {
  return applyDecorators(
    SetMetadata(ACCESS, { signIn: 'required', permission } satisfies Access),
    UseGuards(AccessGuard),
    ApiBearerAuth(),
    problem(401, 'Not signed in'),
  );
}

/** Open to everybody; who signed in is known and may see more. */
export function OpenToAll() {
  return applyDecorators(SetMetadata(ACCESS, { signIn: 'optional' } satisfies Access), UseGuards(AccessGuard));
}

/** For those who are about to sign in: an access token that came along, perhaps an expired one, is not looked at. */
export function WithoutSignIn() {
  return applyDecorators(SetMetadata(ACCESS, { signIn: 'ignored' } satisfies Access), UseGuards(AccessGuard));
}

/** The caller that the guard recognised. */
export const FromCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  return context.switchToHttp().getRequest<{ user: Caller }>().user;
});
