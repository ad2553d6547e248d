import { Injectable } from '@nestjs/common';
import type { SessionDto, UserDto } from '#contract';
import { ApiProblem } from '../../api-client/api-problem.js';
import { PortalApi } from '../../api-client/portal-api.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { toSession, type Session } from '../../session/session.js';

/** Sign-up, sign-in, refresh and sign-out, as the API does them. */
@Injectable()
export class SessionApi {
  constructor(private readonly api: PortalApi) {}

  async signUp(visitor: VisitorApi, input: { email: string; displayName: string; password: string }): Promise<void> {
    await visitor.call<UserDto>({ method: 'POST', path: '/v1/users', body: input });
  }

  async signIn(visitor: VisitorApi, email: string, password: string): Promise<Session> {
    const dto = await visitor.call<SessionDto>({ method: 'POST', path: '/v1/sessions', body: { email, password } });
    return toSession(dto);
  }

  /** The next session, or undefined when the API no longer takes the refresh token. */
  async refresh(session: Session): Promise<Session | undefined> {
    try {
      const body = { refreshToken: session.refreshToken };
      const dto = await this.api.call<SessionDto>({ method: 'POST', path: '/v1/sessions/refresh', body });
      return toSession(dto, session.csrfSecret);
    } catch (error) {
      if (error instanceof ApiProblem && error.status < 500) return undefined;
      throw error;
    }
  }

  async signOut(visitor: VisitorApi): Promise<void> {
    await visitor.call({ method: 'DELETE', path: '/v1/sessions/current' });
  }
}
