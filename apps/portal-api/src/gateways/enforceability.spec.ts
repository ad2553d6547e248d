import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DeployVersionRequest } from '#contract';
import type { Fault } from '#domain';
import { type Capabilities, capabilityNames, type GatewayDriver, impossible, native, partial } from '#gateway';
import { systemClock } from '#platform';
import { expectStatus } from '#testing';
import { addProvider, addPublished, addService, addVersion, type TestProvider } from '../../test-support/catalogue.js';
import { addGateway } from '../../test-support/offered-service.js';
import { startTestApp, type TestApp, testConfig, type TestUser } from '../../test-support/start-test-app.js';
import { ApplicationsModule } from '../applications/applications.module.js';
import type { Caller } from '../auth/caller.js';
import { DeploymentsModule } from '../deployments/deployments.module.js';
import { DeploymentsReader } from '../deployments/deployments.reader.js';
import { DeployVersion } from '../deployments/deploy-version.js';
import { CoreModule } from '../core.module.js';
import { DRIVER_FACTORY, type DriverFactory } from '../drivers.module.js';
import { GatewaySyncModule } from '../gateway-sync/gateway-sync.module.js';
import { ArchivePlan } from '../plans/archive-plan.js';
import { CreatePlan } from '../plans/create-plan.js';
import { PlansModule } from '../plans/plans.module.js';
import { UpdatePlan } from '../plans/update-plan.js';
import { Subscribe } from '../subscriptions/subscribe.js';
import { SubscriptionsModule } from '../subscriptions/subscriptions.module.js';
import { PublishVersion } from '../versions/publish-version.js';
import { UpdateVersion } from '../versions/update-version.js';
import { VersionsModule } from '../versions/versions.module.js';

const ONE_HOST = 'It serves all its hosts alike.';
const NO_CALENDAR = 'It knows no calendar.';

const all = Object.fromEntries(capabilityNames.map((name) => [name, native])) as Capabilities;
const capabilitiesOf: Record<string, Capabilities> = {
  kong: { ...all, 'consumerLimit.hour': partial('It counts roughly.') },
  mesh: {
    ...all,
    hosts: impossible(ONE_HOST),
    'consumerLimit.day': impossible(NO_CALENDAR),
    'consumerLimit.month': impossible(NO_CALENDAR),
  },
};

/** Drivers that say what they can, and could not call anybody. */
const makeDriver: DriverFactory = ({ kind }) => ({ kind, capabilities: capabilitiesOf[kind] }) as GatewayDriver;

/** Stands in for DriversModule. */
@Global()
@Module({ providers: [{ provide: DRIVER_FACTORY, useValue: makeDriver }], exports: [DRIVER_FACTORY] })
class PretendDriversModule {}

let api: TestApp;
let owner: TestProvider;
let subscriber: TestUser;
let caller: Caller;
let context: INestApplicationContext;
let drafts: string;
let live: string;

beforeAll(async () => {
  api = await startTestApp();
  owner = await addProvider(api, 'owner');
  subscriber = await api.addUser('subscriber', 'admin');
  await addGateway(api, 'kong');
  drafts = await addService(api, owner, 'Drafts');
  await addVersion(api, owner, drafts, 'v1', { hosts: ['api.example.com'] });
  await addVersion(api, owner, drafts, 'v2');
  live = await addPublished(api, owner, 'Live');
  const body = { name: 'Monthly', approval: 'auto', limits: { month: 1000 } };
  expectStatus(await api.http.post(`/v1/services/${live}/plans`, { token: owner.token, body }), 201);
  const mesh = await addGateway(api, 'mesh');
  await api.database.prisma.gateway.update({ where: { id: mesh }, data: { kind: 'mesh' } });

  const core = CoreModule.with(testConfig(api.databaseUrl), systemClock);
  const features = [ApplicationsModule, DeploymentsModule, PlansModule, SubscriptionsModule, VersionsModule];
  class SpecModule {}
  Module({ imports: [core, PretendDriversModule, GatewaySyncModule, ...features] })(SpecModule);
  context = await NestFactory.createApplicationContext(SpecModule, { logger: false });
  const actor = { userId: subscriber.id, platformRole: 'admin' as const, memberships: [] };
  caller = { actor, label: 'spec', ip: '127.0.0.1', requestId: 'spec' };
});

afterAll(async () => {
  await context.close();
  await api.stop();
});

const use = <T>(type: new (...parameters: never[]) => T): T => context.get<T>(type, { strict: false });

async function refusalOf(work: Promise<unknown>): Promise<Pick<Fault, 'code' | 'message' | 'options'>> {
  return work.then(
    () => Promise.reject(new Error('It was not refused.')),
    (fault: Fault) => fault,
  );
}

async function publish(slug: string, name: string): Promise<void> {
  await use(PublishVersion).run(caller, slug, name, () => Promise.resolve());
}

const stateOf = async (slug: string, name: string) =>
  (await api.database.prisma.version.findFirstOrThrow({ where: { name, service: { slug } } })).state;

it('refuses to publish what a gateway could not serve: which one, why, and who could', async () => {
  const message = `Gateway mesh cannot serve chosen hosts. ${ONE_HOST} Gateway kong can.`;
  expect(await refusalOf(publish(drafts, 'v1'))).toMatchObject({
    code: 'version.not_enforceable',
    message,
    options: { fields: [{ field: 'hosts', message }] },
  });
  expect(await stateOf(drafts, 'v1')).toBe('draft');
  await publish(drafts, 'v2');
  expect(await stateOf(drafts, 'v2')).toBe('published');
});

it('refuses to give a live version hosts that a gateway could not serve; a draft may have them', async () => {
  const update = (slug: string, hosts: string[]) => use(UpdateVersion).run(caller, slug, 'v1', 2, { hosts });
  const { revision } = await api.database.prisma.version.findFirstOrThrow({ where: { service: { slug: live } } });
  const refused = use(UpdateVersion).run(caller, live, 'v1', revision, { hosts: ['live.example.com'] });
  expect(await refusalOf(refused)).toMatchObject({ code: 'version.not_enforceable' });
  expect((await update(drafts, ['other.example.com'])).hosts).toEqual(['other.example.com']);
});

it('refuses a plan that a gateway could not keep, and says what every gateway could', async () => {
  const create = (name: string, limits: object) =>
    use(CreatePlan).run(caller, live, { name, approval: 'auto', limits });
  const refusal = await refusalOf(create('Large', { minute: 5, month: 1000 }));
  const sentence = `Gateway mesh cannot limit calls per month. ${NO_CALENDAR} Gateway kong can.`;
  expect(refusal).toMatchObject({
    code: 'plan.not_enforceable',
    message: `${sentence} Every gateway can limit calls per second, minute and hour.`,
    options: { fields: [{ field: 'limits.month', message: sentence }] },
  });
  const warning = 'Gateway kong: It counts roughly.';
  expect(await create('Hourly', { minute: 5, hour: 50 })).toMatchObject({ slug: 'hourly', warnings: [warning] });
  expect(await create('Short', { minute: 5 })).toMatchObject({ warnings: [] });
});

it('refuses limits that a gateway could not keep when a plan changes, and nothing else about it', async () => {
  const update = (input: object) => use(UpdatePlan).run(caller, live, 'monthly', 1, input);
  expect(await refusalOf(update({ limits: { day: 10 } }))).toMatchObject({ code: 'plan.not_enforceable' });
  expect(await update({ description: 'From before' })).toMatchObject({ revision: 2, limits: { month: 1000 } });
});

it('refuses to deploy a version where a plan of its service could not be kept: which plan and which gateway', async () => {
  const gateways = await api.database.prisma.gateway.findMany({ orderBy: { name: 'asc' } });
  const [onKong, onMesh] = gateways.map(({ id }) => id) as [string, string];
  const slug = await addService(api, owner, 'Placed');
  await addVersion(api, owner, slug);
  const deploy = async (body: DeployVersionRequest) => {
    const { revision } = await api.database.prisma.version.findFirstOrThrow({ where: { service: { slug } } });
    await use(DeployVersion).run(caller, slug, 'v1', revision, body);
  };
  const chosen = async () =>
    (await api.database.prisma.deployment.findMany({ where: { version: { service: { slug } } } })).map(
      ({ gatewayId }) => gatewayId,
    );
  await deploy({ everywhere: false, gatewayIds: [onKong] });
  await publish(slug, 'v1');
  await use(CreatePlan).run(caller, slug, { name: 'Yearly', approval: 'auto', limits: { month: 9 } });
  const message = `Gateway mesh cannot limit calls per month for plan Yearly. ${NO_CALENDAR} Gateway kong can.`;
  const refusal = { code: 'version.not_enforceable', message, options: { fields: [{ field: 'version', message }] } };
  expect(await refusalOf(deploy({ everywhere: false, gatewayIds: [onKong, onMesh] }))).toMatchObject(refusal);
  expect(await refusalOf(deploy({ everywhere: true }))).toMatchObject(refusal);
  expect(await chosen()).toEqual([onKong]);
  const { gateways: choices } = await use(DeploymentsReader).choices(caller, slug, 'v1');
  expect(choices.map(({ gatewayName, unableBecause }) => [gatewayName, unableBecause])).toEqual([
    ['Gateway kong', null],
    ['Gateway mesh', expect.stringContaining('Gateway mesh cannot limit calls per month for plan Yearly.')],
  ]);
  await use(ArchivePlan).run(caller, slug, 'yearly');
  await deploy({ everywhere: false, gatewayIds: [onMesh] });
  expect(await chosen()).toEqual([onMesh]);
});

it('refuses a subscription to a plan from before that a new gateway cannot keep', async () => {
  const body = { name: 'Till', teamId: subscriber.personalTeamId };
  const { id } = expectStatus(await api.http.post('/v1/applications', { token: subscriber.token, body }), 201);
  const subscribe = (plan: string) => use(Subscribe).run(caller, id, { service: live, plan });
  expect(await refusalOf(subscribe('monthly'))).toMatchObject({ code: 'plan.not_enforceable' });
  expect(await api.database.prisma.subscription.count()).toBe(0);
  expect(await subscribe('short')).toMatchObject({ state: 'active' });
});
