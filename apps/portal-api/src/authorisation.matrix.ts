/**
 * Who may do what: one row for every route of the API. The spec beside this file asks each route as each role for a thing
 * of the role's own team, of another team, and for one that does not exist; a route without a row fails it.
 */

/** `stranger` is in no team but the personal one; viewer, member and owner are in the team that owns the thing. */
export const ROLES = ['anonymous', 'stranger', 'viewer', 'member', 'owner', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What each of ROLES, in that order, is answered for a thing of the team. Another team's things answer as to a stranger. */
export type Statuses = readonly [number, number, number, number, number, number, number];

/** Things of one team, as the bodies below name them. */
export interface TeamThings {
  teamId: string;
  newcomerEmail: string;
  slug: string;
  plan: string;
  applicationId: string;
  specHash: string;
  unique: string;
}

export interface MatrixRow {
  statuses: Statuses;
  body?: (things: TeamThings) => unknown;
  query?: string | ((things: TeamThings) => string);
  /** The state that the version must be in for the route to succeed. */
  version?: 'draft' | 'deprecated' | 'retired';
  /** The state that the subscription must be in for the route to succeed; null: there is none yet. */
  subscription?: 'pending' | 'suspended' | null;
}

const everybody = (status: number): Statuses => [status, status, status, status, status, status, status];
const signedIn = (ok: number): Statuses => [401, ok, ok, ok, ok, ok, ok];
/** Seen by the team and by those who read everything; to others it does not exist. */
const read: Statuses = [401, 404, 200, 200, 200, 200, 200];
/** The same, of what strangers see once it is public: here it is private. */
const readPrivate: Statuses = [404, 404, 200, 200, 200, 200, 200];
const byMembers = (ok: number): Statuses => [401, 404, 403, ok, ok, 403, ok];
const byOwners = (ok: number): Statuses => [401, 404, 403, 403, ok, 403, ok];
/** What shows a secret of the team is for the team alone. */
const byMembersOnly = (ok: number): Statuses => [401, 404, 403, ok, ok, 403, 403];
const byReadersOfAll: Statuses = [401, 403, 403, 403, 403, 200, 200];
const byAdmins = (ok: number): Statuses => [401, 403, 403, 403, 403, 403, ok];

const DOCUMENT = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  paths: { '/orders': { get: { responses: { 200: { description: 'ok' } } } } },
});
const SERVICE = '/v1/services/{slug}';
const VERSION = `${SERVICE}/versions/{version}`;
const APPLICATION = '/v1/applications/{applicationId}';
const SUBSCRIPTION = '/v1/subscriptions/{subscriptionId}';
const reason = () => ({ reason: 'because' });

export const MATRIX: Record<string, MatrixRow> = {
  'GET /healthz': { statuses: everybody(200) },
  'GET /readyz': { statuses: everybody(200) },

  'POST /v1/users': {
    statuses: everybody(201),
    body: ({ unique }) => ({ email: `${unique}@example.com`, displayName: 'New', password: 'five green doors 7' }),
  },
  'POST /v1/sessions': { statuses: everybody(401), body: ({ unique }) => ({ email: unique, password: 'wrong' }) },
  'POST /v1/sessions/refresh': { statuses: everybody(401), body: () => ({ refreshToken: 'unknown' }) },
  'DELETE /v1/sessions/current': { statuses: signedIn(204) },
  'GET /v1/me': { statuses: signedIn(200) },

  'GET /v1/teams': { statuses: signedIn(200) },
  'POST /v1/teams': { statuses: [401, 201, 201, 201, 201, 403, 201], body: ({ unique }) => ({ name: unique }) },
  'GET /v1/teams/{teamId}': { statuses: read },
  'PATCH /v1/teams/{teamId}': { statuses: byOwners(200), body: () => ({ name: 'Renamed' }) },
  'POST /v1/teams/{teamId}/members': {
    statuses: byOwners(201),
    body: ({ newcomerEmail }) => ({ email: newcomerEmail, role: 'viewer' }),
  },
  'PUT /v1/teams/{teamId}/members/{userId}': { statuses: byOwners(200), body: () => ({ role: 'viewer' }) },
  'DELETE /v1/teams/{teamId}/members/{userId}': { statuses: byOwners(204) },
  'GET /v1/teams/{teamId}/lint-policy': { statuses: read },
  'PUT /v1/teams/{teamId}/lint-policy': { statuses: byOwners(200), body: () => ({ gate: 'block', rules: {} }) },
  'GET /v1/audit': { statuses: byReadersOfAll },

  'GET /v1/services': { statuses: everybody(200) },
  'GET /v1/search': { statuses: everybody(200), query: '?query=orders' },
  'GET /v1/service-owners': { statuses: everybody(200) },
  'POST /v1/services': {
    statuses: [401, 404, 403, 201, 201, 403, 201],
    body: ({ teamId, unique }) => ({ name: unique, ownerTeamId: teamId }),
  },
  [`GET ${SERVICE}`]: { statuses: readPrivate },
  [`PATCH ${SERVICE}`]: { statuses: byMembers(200), body: () => ({ name: 'Renamed' }) },
  [`GET ${SERVICE}/grants`]: { statuses: [401, 404, 200, 200, 200, 200, 200] },
  [`PUT ${SERVICE}/grants`]: { statuses: byMembers(200), body: () => ({ teamIds: [] }) },
  [`GET ${SERVICE}/plans`]: { statuses: readPrivate },
  [`POST ${SERVICE}/plans`]: {
    statuses: byMembers(201),
    body: ({ unique }) => ({ name: unique, approval: 'auto', limits: { minute: 5 } }),
  },
  [`PATCH ${SERVICE}/plans/{plan}`]: { statuses: byMembers(200), body: () => ({ name: 'Renamed' }) },
  [`POST ${SERVICE}/plans/{plan}/archive`]: { statuses: byMembers(200) },
  [`GET ${SERVICE}/subscriptions`]: { statuses: read },
  [`POST ${SERVICE}/versions`]: { statuses: byMembers(201), body: () => ({ name: 'v9' }) },
  [`GET ${VERSION}`]: { statuses: readPrivate },
  [`PATCH ${VERSION}`]: { statuses: byMembers(200), body: () => ({ upstreamUrl: 'http://127.0.0.1:9' }) },
  [`DELETE ${VERSION}`]: { statuses: byMembers(204), version: 'draft' },
  [`PUT ${VERSION}/spec`]: { statuses: byMembers(200), body: () => DOCUMENT, version: 'draft' },
  [`POST ${VERSION}/spec/import`]: { statuses: byMembers(422), body: () => ({ url: 'http://127.0.0.1/' }) },
  [`GET ${VERSION}/spec`]: { statuses: readPrivate },
  [`GET ${SERVICE}/comparison`]: { statuses: readPrivate, query: '?from=v0@1&to=v0' },
  [`GET ${VERSION}/lint`]: { statuses: read },
  [`POST ${VERSION}/lint`]: { statuses: byMembers(202) },
  [`GET ${VERSION}/lint/history`]: { statuses: read },
  [`GET ${VERSION}/callers`]: { statuses: read },
  [`POST ${VERSION}/announcements`]: {
    statuses: byMembers(202),
    body: () => ({ subject: 'News', text: 'Something changes soon.' }),
  },
  [`GET ${VERSION}/review`]: { statuses: read },
  [`POST ${VERSION}/check/spec`]: { statuses: byMembers(200), body: () => DOCUMENT },
  [`GET ${VERSION}/proposal`]: { statuses: read },
  [`PUT ${VERSION}/proposal/spec`]: { statuses: byMembers(200), body: () => DOCUMENT },
  [`POST ${VERSION}/proposal/import`]: { statuses: byMembers(422), body: () => ({ url: 'http://127.0.0.1/' }) },
  [`POST ${VERSION}/proposal/publish`]: { statuses: byMembers(200), body: ({ specHash }) => ({ hash: specHash }) },
  [`GET ${VERSION}/proposal/lint`]: { statuses: read },
  [`POST ${VERSION}/proposal/lint`]: { statuses: byMembers(202) },
  [`DELETE ${VERSION}/proposal`]: { statuses: byMembers(204) },
  [`GET ${VERSION}/operations`]: { statuses: readPrivate },
  [`GET ${VERSION}/reference`]: { statuses: readPrivate },
  [`GET ${VERSION}/reference/operation`]: { statuses: readPrivate, query: '?method=GET&path=/orders' },
  [`GET ${VERSION}/reference/tag`]: { statuses: readPrivate, query: '?name=' },
  [`GET ${VERSION}/reference/component`]: {
    statuses: readPrivate,
    query: '?pointer=%23/components/schemas/Order',
  },
  [`POST ${VERSION}/publish`]: { statuses: byMembers(202), version: 'draft' },
  [`POST ${VERSION}/deprecate`]: { statuses: byMembers(200), body: () => ({}) },
  [`POST ${VERSION}/undeprecate`]: { statuses: byMembers(200), version: 'deprecated' },
  [`POST ${VERSION}/retire`]: { statuses: byMembers(202), version: 'deprecated' },
  [`PUT ${VERSION}/lifecycle`]: {
    statuses: byMembers(200),
    body: () => ({ sunsetAt: '2099-01-01T00:00:00Z', successor: 'v0' }),
    version: 'deprecated',
  },
  [`POST ${VERSION}/stop-answering`]: { statuses: byMembers(202), version: 'retired' },
  [`GET ${VERSION}/timeline`]: { statuses: readPrivate },
  [`GET ${VERSION}/brownouts`]: { statuses: readPrivate },
  [`POST ${VERSION}/brownouts`]: {
    statuses: byMembers(201),
    body: () => ({ startsAt: '2098-01-02T10:00:00Z', endsAt: '2098-01-02T11:00:00Z', sharePercent: 10 }),
    version: 'deprecated',
  },
  [`DELETE ${VERSION}/brownouts/{brownoutId}`]: { statuses: byMembers(204), version: 'deprecated' },

  'GET /v1/applications': { statuses: signedIn(200) },
  'POST /v1/applications': {
    statuses: [401, 404, 403, 201, 201, 403, 201],
    body: ({ teamId, unique }) => ({ name: unique, teamId }),
  },
  [`GET ${APPLICATION}`]: { statuses: read },
  [`PATCH ${APPLICATION}`]: { statuses: byMembers(200), body: () => ({ description: 'Changed' }) },
  [`DELETE ${APPLICATION}`]: { statuses: byOwners(204) },
  [`GET ${APPLICATION}/credentials`]: { statuses: read },
  [`POST ${APPLICATION}/credentials`]: {
    statuses: byMembersOnly(201),
    body: ({ unique }) => ({ name: unique, environment: 'live' }),
  },
  [`GET ${APPLICATION}/credentials/{credentialId}`]: { statuses: read },
  [`POST ${APPLICATION}/credentials/{credentialId}/revoke`]: { statuses: byMembers(202) },
  [`GET ${APPLICATION}/subscriptions`]: { statuses: read },
  [`POST ${APPLICATION}/subscriptions`]: {
    statuses: byMembers(201),
    body: ({ slug, plan }) => ({ service: slug, plan }),
    subscription: null,
  },

  /** A private service is nothing to a stranger; who may try it is asked of the application. */
  'GET /v1/console': {
    statuses: [401, 404, 200, 200, 200, 200, 200],
    query: ({ slug }) => `?service=${slug}&version=v0`,
  },
  'POST /v1/console/sessions': {
    statuses: byMembersOnly(201),
    body: ({ slug, applicationId }) => ({ applicationId, environment: 'live', service: slug, version: slug }),
    version: 'retired',
  },
  /** A session belongs to who began it: these are nobody's. */
  'POST /v1/console/sessions/{sessionId}/calls': {
    statuses: signedIn(404),
    body: ({ slug }) => ({ token: 'x', service: slug, version: 'v0', method: 'GET', path: '/orders', parameters: [] }),
  },
  'DELETE /v1/console/sessions/{sessionId}': { statuses: signedIn(404) },
  'GET /v1/console/history': { statuses: signedIn(200) },
  'DELETE /v1/console/history': { statuses: signedIn(204) },
  'DELETE /v1/console/history/{callId}': { statuses: signedIn(404) },

  'GET /v1/subscriptions': { statuses: signedIn(200) },
  [`GET ${SUBSCRIPTION}`]: { statuses: read },
  [`POST ${SUBSCRIPTION}/plan`]: { statuses: byMembers(200), body: ({ plan }) => ({ plan: `${plan}-more` }) },
  [`POST ${SUBSCRIPTION}/approve`]: { statuses: byMembers(200), body: reason, subscription: 'pending' },
  [`POST ${SUBSCRIPTION}/reject`]: { statuses: byMembers(200), body: reason, subscription: 'pending' },
  [`POST ${SUBSCRIPTION}/suspend`]: { statuses: byMembers(200), body: reason },
  [`POST ${SUBSCRIPTION}/resume`]: { statuses: byMembers(200), body: reason, subscription: 'suspended' },
  [`POST ${SUBSCRIPTION}/cancel`]: { statuses: byMembers(200) },

  [`GET ${APPLICATION}/usage`]: { statuses: read },
  [`GET ${SERVICE}/usage`]: { statuses: read },
  'GET /v1/usage': { statuses: byReadersOfAll },

  [`GET ${VERSION}/deployments`]: { statuses: byMembers(200) },
  [`PUT ${VERSION}/deployments`]: { statuses: byMembers(200), body: () => ({ everywhere: true }) },

  'GET /v1/environments': { statuses: signedIn(200) },
  'GET /v1/gateways': { statuses: byReadersOfAll },
  'POST /v1/gateways': {
    statuses: byAdmins(201),
    body: ({ unique }) => ({
      name: unique,
      kind: 'kong',
      environment: 'live',
      adminUrl: `http://127.0.0.1:8001/${unique}`,
      proxyUrl: 'http://127.0.0.1:8000',
      evenIfUnreachable: true,
    }),
  },
  'GET /v1/gateways/{gatewayId}': { statuses: byReadersOfAll },
  'GET /v1/gateways/{gatewayId}/capabilities': { statuses: byReadersOfAll },
  'GET /v1/gateways/{gatewayId}/failures': { statuses: byReadersOfAll },
  'PATCH /v1/gateways/{gatewayId}': { statuses: byAdmins(200), body: () => ({ name: 'Renamed' }) },
  'POST /v1/gateways/{gatewayId}/sweep': { statuses: byAdmins(202) },
  'GET /v1/gateways/{gatewayId}/drift': { statuses: byReadersOfAll },
  'POST /v1/gateways/{gatewayId}/drift/decisions': { statuses: byAdmins(202), body: () => ({ action: 'overwrite' }) },
  'GET /v1/gateways/{gatewayId}/foreign': { statuses: byReadersOfAll },
  'GET /v1/gateways/{gatewayId}/adoptions': { statuses: byReadersOfAll },
  'POST /v1/gateways/{gatewayId}/adoptions': { statuses: byAdmins(202) },
  'GET /v1/gateways/{gatewayId}/adoptions/{adoptionId}': { statuses: byReadersOfAll },
  'POST /v1/gateways/{gatewayId}/adoptions/{adoptionId}/apply': {
    statuses: byAdmins(202),
    body: ({ slug }) => ({ serviceTeam: slug, applicationTeam: slug }),
  },
  'POST /v1/gateways/{gatewayId}/check': { statuses: byAdmins(202) },
  'POST /v1/gateways/{gatewayId}/retry': { statuses: byAdmins(202) },
  'POST /v1/gateways/{gatewayId}/refill': { statuses: byAdmins(202) },
  /** A gateway shows its own token, which is no access token of anybody. */
  'POST /v1/ingest/kong/{gatewayId}': { statuses: everybody(401), body: () => [] },
};
