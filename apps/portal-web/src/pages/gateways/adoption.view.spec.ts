import path from 'node:path';
import { projectRoot } from '#platform';
import * as dto from '../../samples/gateway.dto.js';
import { gateway } from '../../samples/publisher.dto.js';
import { adminSite } from '../../samples/site.sample.js';
import { Assets } from '../../view/assets.js';
import { Templates } from '../../view/templates.js';
import { AdoptionController } from './adoption.controller.js';
import { adoptionView } from './adoption.view.js';
import type { GatewaysApi } from './gateways.api.js';

const folder = path.join(projectRoot(), 'apps', 'portal-web');
const templates = new Templates(path.join(folder, 'views'));
const site = adminSite(new Assets(path.join(folder, 'public')).links, 'Admin');
const { previewed, teams } = dto;
const failedLater = { ...dto.adoptionFailed, preview: previewed.preview };
const data = { gateway, teams, mayManage: true };

describe('the page about taking over', () => {
  it.each([
    ['nothing yet', undefined, ['begin']],
    ['reading', dto.reading, ['moving', 'pendingHref']],
    ['a preview', previewed, ['preview', 'apply', 'again']],
    ['switching', dto.switching, ['moving', 'pendingHref']],
    ['done', dto.adoptionDone, ['result', 'begin']],
    ['failed while reading', dto.adoptionFailed, ['result', 'begin']],
    ['failed later, so that it can go on', failedLater, ['result', 'preview', 'apply', 'again']],
  ])('shows at %s what can be done then', (_when, adoption, parts) => {
    const view = adoptionView({ ...data, adoption });
    const shown = (['begin', 'moving', 'pendingHref', 'preview', 'apply', 'again', 'result'] as const).filter(
      (part) => view[part] !== undefined,
    );
    expect(shown.toSorted()).toEqual(parts.toSorted());
  });

  it('offers an auditor nothing to press', () => {
    const states = [undefined, previewed, dto.adoptionFailed, failedLater];
    const views = states.map((adoption) => adoptionView({ ...data, adoption, mayManage: false }));
    expect(
      views.flatMap(({ begin, apply, again }) => [begin, apply, again]).filter((part) => part !== undefined),
    ).toEqual([]);
  });

  it('gives services only to provider teams, and asks to accept warnings only where there are any', () => {
    const { apply } = adoptionView({ ...data, adoption: previewed });
    expect(apply?.providers.map(({ value }) => value)).toEqual(['commerce']);
    expect(apply?.warnings).toBe('I accept the warnings of 1 service.');
    const calm = { ...previewed.preview!, services: previewed.preview!.services.slice(0, 1), servicesTotal: 1 };
    expect(adoptionView({ ...data, adoption: { ...previewed, preview: calm } }).apply?.warnings).toBeUndefined();
  });

  it('says the outcome once', () => {
    const html = templates.render('adoption', adoptionView({ ...data, adoption: dto.adoptionDone }), site);
    expect(html.match(/212 objects of others were replaced/g)).toHaveLength(1);
  });

  it('says how much of theirs is gone', () => {
    expect(adoptionView({ ...data, adoption: dto.switching }).moving?.bar).toEqual({
      total: 212,
      done: 172,
      label: '172 of 212 removed',
    });
  });
});

describe('what is taken over', () => {
  async function sentFor(services: string[]) {
    let sent: { services?: string[] } | undefined;
    const api = {
      adoption: async () => previewed,
      applyAdoption: async (_id: string, _adoption: string, body: object) => void (sent = body),
    } as unknown as GatewaysApi;
    await new AdoptionController().apply(api, 'g1', 'ad1', { services, serviceTeam: 'commerce' });
    return sent?.services;
  }

  it('is everything when all that is listed is ticked, and only the ticked ones otherwise', async () => {
    expect(await sentFor(['key-billing', 'key-shop'])).toBeUndefined();
    expect(await sentFor(['key-shop'])).toEqual(['key-shop']);
    expect(await sentFor([])).toEqual([]);
  });
});
