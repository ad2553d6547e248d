import { createParamDecorator, UnauthorizedException, type ExecutionContext } from '@nestjs/common';
import type {
  BrownoutDto,
  BrownoutListDto,
  DeprecateVersionRequest,
  PlanBrownoutRequest,
  TimelineDto,
  VersionDto,
} from '#contract';
import type { FastifyRequest } from 'fastify';
import { apiPath } from '../../api-client/api-path.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';

const at = (slug: string, name: string, ...rest: string[]): string =>
  apiPath('services', slug, 'versions', name, ...rest);

/** What a team does with the end of a version, in the name of one of its members. */
export class LifecycleApi {
  constructor(private readonly api: VisitorApi) {}

  timeline(slug: string, name: string): Promise<TimelineDto> {
    return this.api.call({ path: at(slug, name, 'timeline') });
  }

  brownouts(slug: string, name: string): Promise<BrownoutListDto> {
    return this.api.call({ path: at(slug, name, 'brownouts') });
  }

  deprecate(slug: string, name: string, body: DeprecateVersionRequest): Promise<VersionDto> {
    return this.api.call({ method: 'POST', path: at(slug, name, 'deprecate'), body });
  }

  putPlan(slug: string, name: string, ifMatch: string, body: DeprecateVersionRequest): Promise<VersionDto> {
    return this.api.call({ method: 'PUT', path: at(slug, name, 'lifecycle'), body, ifMatch });
  }

  planBrownout(slug: string, name: string, body: PlanBrownoutRequest, key: string | undefined): Promise<BrownoutDto> {
    return this.api.call({ method: 'POST', path: at(slug, name, 'brownouts'), body, idempotencyKey: key });
  }

  cancelBrownout(slug: string, name: string, id: string): Promise<void> {
    return this.api.call({ method: 'DELETE', path: at(slug, name, 'brownouts', id) });
  }

  stopAnswering(slug: string, name: string): Promise<VersionDto> {
    return this.api.call({ method: 'POST', path: at(slug, name, 'stop-answering'), body: {} });
  }
}

/** Gives a controller the API in the name of who is signed in; without a session a GET leads to signing in and back. */
export const AsLifecycleOwner = createParamDecorator((_: unknown, context: ExecutionContext): LifecycleApi => {
  const { visitor } = context.switchToHttp().getRequest<FastifyRequest>();
  if (visitor.session === undefined) throw new UnauthorizedException();
  return new LifecycleApi(visitor.api);
});
