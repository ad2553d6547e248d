import path from 'node:path';
import { projectRoot } from '#platform';
import { busyGateway, drifts, newGateway, stoppedGateway } from '../../samples/gateway.dto.js';
import { failingGateway, gateway } from '../../samples/publisher.dto.js';
import { adminSite } from '../../samples/site.sample.js';
import { Assets } from '../../view/assets.js';
import { Templates } from '../../view/templates.js';
import { driftView, foreignView, overwriteView } from './drift.view.js';
import { changesOf, editGatewayView, formOfGateway, registrationOf } from './gateway-form.view.js';
import { gatewayView, retryView } from './gateway.view.js';
import { gatewaysView } from './gateways.view.js';

const folder = path.join(projectRoot(), 'apps', 'portal-web');
const templates = new Templates(path.join(folder, 'views'));
const site = adminSite(new Assets(path.join(folder, 'public')).links, 'Admin');
const open = { tab: 'open', cursor: undefined } as const;

describe('the list of gateways', () => {
  it('looks again only while something moves by itself', () => {
    expect(gatewaysView([gateway], true).pendingHref).toBeUndefined();
    for (const moving of [busyGateway, newGateway, failingGateway])
      expect(gatewaysView([gateway, moving], true).pendingHref).toBe('/admin/gateways');
  });

  it('counts what is owned, waits, failed and drifted, each leading to where it is told', () => {
    const [row] = gatewaysView([busyGateway], true).gateways;
    expect(row?.counts.map(({ text, href }) => [text, href])).toEqual([
      ['4,410', '/admin/gateways/g3#objects'],
      ['10,000+', '/admin/gateways/g3#sync'],
      ['1', '/admin/gateways/g3#failures'],
      ['3', '/admin/gateways/g3/drift'],
    ]);
    expect(row?.nodes).toBe('1 of 3');
  });

  it('says of a push of much how far it is, how fast, and for how long still', () => {
    const [row] = gatewaysView([busyGateway], true).gateways;
    expect(row?.progress).toMatchObject({ total: 48_000, done: 31_200 });
    expect(row?.progress?.figures).toEqual([
      '31,200 of 48,000 scopes',
      '64,120 objects written',
      '412 a second',
      'about 1 minute left',
    ]);
    const ended = { ...busyGateway.run!, finishedAt: busyGateway.run!.startedAt };
    expect(gatewaysView([{ ...busyGateway, run: ended }], true).gateways[0]?.progress).toBeUndefined();
  });
});

describe('the page of a gateway', () => {
  it('tries again at once what has failed, and asks first where the brake holds deletions back', () => {
    expect(gatewayView(busyGateway, true).errands).toMatchObject({ retryHref: undefined });
    expect(gatewayView(busyGateway, true).errands?.retryAction).toBe('/admin/gateways/g3/retry');
    const stopped = gatewayView(stoppedGateway, true);
    expect(stopped.errands).toMatchObject({ retryAction: undefined, retryHref: '/admin/gateways/g4/retry' });
    expect([stopped.stopped.length, stopped.failures.length]).toEqual([1, 0]);
    expect(retryView(stoppedGateway).lines[0]?.text).toContain('60 of the 100 objects');
  });

  it('asks first too when not all failures are listed, for the brake may be among the others', () => {
    const { errands } = gatewayView({ ...busyGateway, failed: 80 }, true);
    expect(errands).toMatchObject({ retryAction: undefined, retryHref: '/admin/gateways/g3/retry' });
  });

  it('offers an auditor nothing to press', () => {
    const view = gatewayView(stoppedGateway, false);
    expect([view.errands, view.action]).toEqual([undefined, undefined]);
    expect(templates.render('gateway', view, site).split('<main')[1]).not.toContain('<form');
  });
});

describe('the form of a gateway', () => {
  const typed = { ...formOfGateway(gateway), nodeUrls: '' };

  it('sends of an edit only what was changed, so that a gateway that is away can be renamed', () => {
    expect(changesOf(gateway, { ...typed, name: 'Main' })).toEqual({ name: 'Main' });
  });

  it('takes the address for calls as the only node where none is typed', () => {
    expect(changesOf(busyGateway, { ...formOfGateway(busyGateway), nodeUrls: '' })).toEqual({
      nodeUrls: [busyGateway.proxyUrl],
    });
    expect(formOfGateway(gateway).nodeUrls).toBe('');
    expect(formOfGateway(busyGateway).nodeUrls?.split('\n')).toHaveLength(3);
  });

  it('reads node addresses one a line', () => {
    const { nodeUrls } = registrationOf({ nodeUrls: ' http://a:1\r\nhttp://b:2 \r\n' });
    expect(nodeUrls).toEqual(['http://a:1', 'http://b:2']);
    expect(registrationOf({}).nodeUrls).toBeUndefined();
  });

  it('never shows a token', () => {
    const view = editGatewayView(gateway, { ...typed, adminToken: 'tok-secret' } as never, '"1"');
    expect(templates.render('gateway-edit', view, site)).not.toContain('tok-secret');
  });
});

describe('drift', () => {
  it('says when everything stands as it was left, and when nobody has looked', () => {
    const none = { items: [], nextCursor: null };
    const html = (of: typeof gateway) => templates.render('drift', driftView(of, none, open, true), site);
    expect(html(gateway)).toContain('Everything stands as Gatehouse left it');
    expect(html(newGateway)).toContain('Nobody has looked yet');
  });

  it('shows field by field what was wished and what was found, and why it cannot be adopted', () => {
    const html = templates.render('drift', driftView(gateway, { items: drifts, nextCursor: 'c' }, open, true), site);
    expect(html).toMatch(/config\.minute[^]*?<del>5<\/del>[^]*?<ins>5000<\/ins>/);
    expect(html).toContain('Cannot be adopted. Limits come from the plan');
    expect(html).toContain('rel="next"');
  });

  it('says what was found and is not listed', () => {
    const view = driftView(
      { ...gateway, driftLeftOut: 30_000 },
      { items: [{ ...drifts[0]!, moreFields: 7 }], nextCursor: null },
      open,
      true,
    );
    const html = templates.render('drift', view, site);
    expect(html).toContain('found 30,000 more: 10,000 are kept');
    expect(html).toContain('And 7 more fields not shown.');
  });

  it('lets an auditor read and not decide', () => {
    const view = driftView(gateway, { items: drifts, nextCursor: null }, open, false);
    expect(templates.render('drift', view, site).split('<main')[1]).not.toMatch(/<button|type="checkbox"/);
  });

  it('keeps the tab from page to page', () => {
    const page = { items: drifts, nextCursor: 'c2' };
    const { pager } = driftView(gateway, page, { tab: 'ignored', cursor: 'c1' }, true);
    expect(pager?.nextHref).toBe('/admin/gateways/g1/drift?state=ignored&cursor=c2');
    expect(pager?.firstHref).toBe('/admin/gateways/g1/drift?state=ignored');
  });

  it('asks before it overwrites, and says how much', () => {
    const view = overwriteView(busyGateway, ['o1', 'o2']);
    expect(view.heading).toBe('Overwrite 2 objects on Oslo');
    expect(view.hidden.filter(({ name }) => name === 'objects').map(({ value }) => value)).toEqual(['o1', 'o2']);
    expect(overwriteView(busyGateway, undefined).hidden).toContainEqual({ name: 'all', value: 'yes' });
  });
});

it('groups objects of others by kind and says that they are never touched', () => {
  const items = ['services', 'services', 'key-auths'].map((kind, at) => ({ kind, objectId: `o${at}`, name: `n${at}` }));
  const view = foreignView(gateway, { items, nextCursor: null }, undefined);
  expect(view.groups.map(({ label, objects }) => [label, objects.length])).toEqual([
    ['services', 2],
    ['keys', 1],
  ]);
  expect(view.summary).toContain('never touches');
});
