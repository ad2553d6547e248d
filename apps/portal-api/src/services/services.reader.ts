import { Injectable } from '@nestjs/common';
import type { GrantListDto, OwnerListDto, ServiceDto, ServicePageDto, ServiceQuery } from '#contract';
import { may } from '#domain';
import { type Caller, signedIn } from '../auth/caller.js';
import { foreignCursor, limitOf, readCursor, toPage } from '../http/cursor.js';
import { UUID } from '../http/id-param.js';
import { CatalogueStore } from './catalogue.store.js';
import { searchWords } from './search-words.js';
import { ServiceAccess } from './service-access.js';
import { toServiceDto, toServiceSummary } from './service-dto.js';
import { ServiceStore } from './service.store.js';
import { viewerOf } from './viewer.js';

const MAX_OWNERS = 50;

@Injectable()
export class ServicesReader {
  constructor(
    private readonly catalogue: CatalogueStore,
    private readonly services: ServiceStore,
    private readonly access: ServiceAccess,
  ) {}

  /** One page of what the caller may see: at most three statements, whatever the size of the catalogue. */
  async list(caller: Caller, query: ServiceQuery): Promise<ServicePageDto> {
    const mine = query.scope === 'mine';
    if (mine) signedIn(caller);
    const viewer = viewerOf(caller.actor);
    const limit = limitOf(query);
    const rows = await this.catalogue.page({
      viewer,
      words: searchWords(query.query ?? ''),
      ownerSlug: query.owner,
      state: query.state,
      mine,
      after: afterOf(query),
      limit,
    });
    const shown = rows.slice(0, limit);
    const ids = shown.map(({ id }) => id);
    const own = shown.filter(({ ownerTeamId }) => viewer.seesAll || viewer.providerTeamIds.includes(ownerTeamId));
    const insiderIds = own.map(({ id }) => id);
    const [versions, subscribed] = await Promise.all([
      ids.length === 0 ? [] : this.catalogue.versions(ids, insiderIds),
      this.subscribed(ids, viewer.teamIds),
    ]);
    const versionsOf = (serviceId: string) => versions.filter((version) => version.serviceId === serviceId);
    return toPage(
      rows,
      limit,
      ({ sortName, id }) => [sortName, id],
      (row) => toServiceSummary(row, versionsOf(row.id), subscribed.has(row.id)),
    );
  }

  /** Who owns what the caller may see: what the catalogue can be narrowed to. */
  async owners(caller: Caller): Promise<OwnerListDto> {
    return { items: await this.catalogue.owners(viewerOf(caller.actor), MAX_OWNERS) };
  }

  async read(caller: Caller, slug: string): Promise<ServiceDto> {
    const service = await this.access.visible(caller, slug);
    const { id, insider } = service;
    const [versions, subscribed] = await Promise.all([
      this.catalogue.versions([id], insider ? [id] : []),
      this.subscribed([id], viewerOf(caller.actor).teamIds),
    ]);
    const editable = may(caller.actor, 'service.update', { teamId: service.ownerTeamId });
    return toServiceDto(service, versions, { subscribed: subscribed.has(id), editable });
  }

  /** To whom a private service was opened: for its own team. */
  async grants(caller: Caller, slug: string): Promise<GrantListDto> {
    const { id } = await this.access.permitted(caller, slug, 'service.read_private');
    return { items: await this.services.grants(id) };
  }

  private async subscribed(serviceIds: string[], teamIds: string[]): Promise<Set<string>> {
    if (serviceIds.length === 0 || teamIds.length === 0) return new Set();
    return this.catalogue.subscribed(serviceIds, teamIds);
  }
}

function afterOf(query: ServiceQuery): string[] | null {
  const after = readCursor(query, 2);
  if (after !== null && (!UUID.test(after[1] ?? '') || after[0]?.includes('\0'))) throw foreignCursor();
  return after;
}
