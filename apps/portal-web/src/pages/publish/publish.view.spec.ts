import * as dto from '../../samples/publisher.dto.js';
import { publishServiceView } from './publish-service.view.js';
import { publishView, publishViewer } from './publish.view.js';

const filter = { all: false, query: '', cursor: undefined };
const nothing = { items: [], nextCursor: null };
const viewerWith = (platformRole: 'member' | 'admin', role?: 'viewer' | 'member') =>
  publishViewer({
    user: { ...dto.me.user, platformRole },
    memberships: role === undefined ? [] : [{ ...dto.me.memberships[0]!, role }],
  });

describe('the list of services', () => {
  it.each([
    ['somebody in no provider team', viewerWith('member'), 'You are in no provider team', undefined],
    ['an admin in no provider team', viewerWith('admin'), 'You need a provider team', '/publish/new'],
    ['a viewer of a provider team', viewerWith('member', 'viewer'), 'No service yet', undefined],
    ['a member of a provider team', viewerWith('member', 'member'), 'Publish your first API', '/publish/new'],
  ])('tells %s what to do first', (_who, viewer, title, registerHref) => {
    const view = publishView(nothing, viewer, filter);
    expect(view.empty.title).toBe(title);
    expect(view.action?.href).toBe(registerHref);
  });

  it('keeps the filter from page to page', () => {
    const page = { items: [dto.service], nextCursor: 'c2' };
    const view = publishView(page, viewerWith('admin'), { all: true, query: 'a&b', cursor: 'c1' });
    expect(view.pager?.nextHref).toBe('/publish?all=yes&query=a%26b&cursor=c2');
    expect(view.pager?.firstHref).toBe('/publish?all=yes&query=a%26b');
  });
});

describe('the page of a service', () => {
  const data = {
    service: dto.service,
    versions: [dto.version, dto.draft],
    plans: [dto.free],
    subscriptions: [],
    moreSubscriptions: false,
  };

  it('shows each gateway with its state, and looks again while one is not there yet', () => {
    const view = publishServiceView(data);
    const v2 = view.versions.find(({ name }) => name === 'v2');
    expect(v2?.gateways.map(({ state }) => state)).toEqual(['live', 'checking', 'stuck']);
    expect(view.pendingHref).toBe('/publish/orders');
    const settled = { ...dto.version, deployments: dto.version.deployments.slice(0, 1) };
    expect(publishServiceView({ ...data, versions: [settled] }).pendingHref).toBeUndefined();
  });

  it('offers nothing that a viewer may not do', () => {
    const view = publishServiceView({ ...data, service: { ...dto.service, editable: false } });
    expect([view.action, view.newVersion, view.newPlan, view.nextStep]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('names the next step: a plan, then publishing', () => {
    const drafted = { ...dto.service, versions: dto.service.versions.slice(2) };
    expect(publishServiceView({ ...data, service: drafted, plans: [] }).nextStep?.label).toBe('Add a plan');
    expect(publishServiceView({ ...data, service: drafted }).nextStep?.href).toBe('/publish/orders/v3/review');
    expect(publishServiceView(data).nextStep).toBeUndefined();
  });
});
