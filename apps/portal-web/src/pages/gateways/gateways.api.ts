import { createParamDecorator, UnauthorizedException, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type {
  AdoptionDto,
  AdoptionListDto,
  ApplyAdoptionRequest,
  CapabilityListDto,
  DecideDriftRequest,
  DriftPageDto,
  EnvironmentListDto,
  ForeignObjectPageDto,
  GatewayDto,
  GatewayListDto,
  RegisterGatewayRequest,
  TeamPageDto,
  UpdateGatewayRequest,
} from '#contract';
import { apiPath } from '../../api-client/api-path.js';
import type { Download } from '../../api-client/portal-api.js';
import type { VisitorApi } from '../../api-client/visitor-api.js';

type Query = Record<string, string | number | undefined>;

/** What is asked of a gateway without saying more. */
export type GatewayErrand = 'check' | 'sweep' | 'retry' | 'refill';

const at = (...segments: string[]): string => apiPath('gateways', ...segments);

/** Everything about the gateways, in the name of an admin who runs them or an auditor who looks. */
export class GatewaysApi {
  constructor(
    private readonly api: VisitorApi,
    /** False for auditors. */
    readonly mayManage: boolean,
  ) {}

  async environments() {
    return (await this.api.call<EnvironmentListDto>({ path: '/v1/environments' })).items;
  }

  async teams() {
    return (await this.api.call<TeamPageDto>({ path: '/v1/teams', query: { limit: 200 } })).items;
  }

  async gateways() {
    return (await this.api.call<GatewayListDto>({ path: '/v1/gateways' })).items;
  }

  gateway(id: string): Promise<GatewayDto> {
    return this.api.call({ path: at(id) });
  }

  async capabilities(id: string) {
    return (await this.api.call<CapabilityListDto>({ path: at(id, 'capabilities') })).items;
  }

  register(body: RegisterGatewayRequest, idempotencyKey: string): Promise<GatewayDto> {
    return this.api.call({ method: 'POST', path: '/v1/gateways', body, idempotencyKey });
  }

  update(id: string, ifMatch: string, body: UpdateGatewayRequest): Promise<GatewayDto> {
    return this.api.call({ method: 'PATCH', path: at(id), body, ifMatch });
  }

  run(id: string, errand: GatewayErrand): Promise<void> {
    return this.api.call({ method: 'POST', path: at(id, errand) });
  }

  drift(id: string, query: Query): Promise<DriftPageDto> {
    return this.api.call({ path: at(id, 'drift'), query });
  }

  driftCsv(id: string, state: string): Promise<Download> {
    return this.api.download({ path: at(id, 'drift'), query: { state } }, 'text/csv');
  }

  decideDrift(id: string, body: DecideDriftRequest): Promise<void> {
    return this.api.call({ method: 'POST', path: at(id, 'drift', 'decisions'), body });
  }

  foreign(id: string, query: Query): Promise<ForeignObjectPageDto> {
    return this.api.call({ path: at(id, 'foreign'), query });
  }

  async adoptions(id: string) {
    return (await this.api.call<AdoptionListDto>({ path: at(id, 'adoptions') })).items;
  }

  adoption(id: string, adoptionId: string): Promise<AdoptionDto> {
    return this.api.call({ path: at(id, 'adoptions', adoptionId) });
  }

  previewAdoption(id: string, idempotencyKey: string): Promise<AdoptionDto> {
    return this.api.call({ method: 'POST', path: at(id, 'adoptions'), body: {}, idempotencyKey });
  }

  applyAdoption(id: string, adoptionId: string, body: ApplyAdoptionRequest): Promise<AdoptionDto> {
    return this.api.call({ method: 'POST', path: at(id, 'adoptions', adoptionId, 'apply'), body });
  }
}

/** Gives a controller the gateways in the name of who is signed in. */
export const AsGatewayKeeper = createParamDecorator((_: unknown, context: ExecutionContext): GatewaysApi => {
  const { visitor } = context.switchToHttp().getRequest<FastifyRequest>();
  if (visitor.session === undefined) throw new UnauthorizedException();
  return new GatewaysApi(visitor.api, visitor.session.user.isAdmin);
});
