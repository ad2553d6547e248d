import type { MeDto, ServicePageDto, ServiceSummaryDto } from '#contract';
import { withQuery } from '../../view/helpers.js';

/** What of the address decides which services are shown. */
export interface PublishFilter {
  /** All services instead of those of the viewer's teams; for admins. */
  all: boolean;
  query: string;
  cursor: string | undefined;
}

/** Who looks, as far as this page cares. */
export interface PublishViewer {
  isAdmin: boolean;
  hasProviderTeam: boolean;
  mayRegister: boolean;
}

export function publishViewer(me: MeDto): PublishViewer {
  const provider = me.memberships.filter(({ teamKind }) => teamKind === 'provider');
  const isAdmin = me.user.platformRole === 'admin';
  return {
    isAdmin,
    hasProviderTeam: provider.length > 0,
    mayRegister: isAdmin || provider.some(({ role }) => role !== 'viewer'),
  };
}

export function publishView(page: ServicePageDto, viewer: PublishViewer, filter: PublishFilter) {
  const state = { all: filter.all ? 'yes' : undefined, query: filter.query };
  return {
    title: 'Publish',
    action: viewer.mayRegister ? { href: '/publish/new', label: 'Register a service' } : undefined,
    tabs: viewer.isAdmin ? scopeTabs(filter) : undefined,
    filter: { name: 'query', label: 'Filter by name', value: filter.query, all: state.all },
    columns: [
      { label: 'Service' },
      { label: 'Team', wide: true },
      { label: 'Seen by', wide: true },
      { label: 'Versions' },
    ],
    services: page.items.map(toRow),
    pager: pagerOf(page, filter, state),
    hasTable: page.items.length > 0 || filter.query !== '',
    empty: emptyOf(viewer),
  };
}

/** The words for who sees a service. */
export const visibilityWords = {
  public: 'everybody',
  internal: 'everybody signed in',
  private: 'chosen teams',
} as const;

function toRow(service: ServiceSummaryDto) {
  const { slug, name, owner, visibility, versions } = service;
  return { slug, name, team: owner.name, visibility: visibilityWords[visibility], versions };
}

function scopeTabs({ all }: PublishFilter) {
  return [
    { href: '/publish', label: 'Of my teams', current: !all },
    { href: '/publish?all=yes', label: 'All services', current: all },
  ];
}

function pagerOf(page: ServicePageDto, filter: PublishFilter, state: Record<string, string | undefined>) {
  if (page.nextCursor === null && filter.cursor === undefined) return undefined;
  return {
    note: `${page.items.length} shown`,
    firstHref: filter.cursor === undefined ? undefined : withQuery('/publish', state),
    nextHref: page.nextCursor === null ? undefined : withQuery('/publish', { ...state, cursor: page.nextCursor }),
  };
}

/** What to do first: who has no provider team needs one before anything can be registered. */
function emptyOf({ isAdmin, hasProviderTeam, mayRegister }: PublishViewer) {
  if (hasProviderTeam && mayRegister) {
    return {
      title: 'Publish your first API',
      text: 'Register a service, give it an OpenAPI document and a plan. Nobody sees it before you publish a version.',
      action: { href: '/publish/new', label: 'Register a service' },
    };
  }
  if (isAdmin) {
    return {
      title: 'You need a provider team',
      text: 'Services belong to provider teams. Make one of your own, or make a team that exists a provider.',
      action: { href: '/teams/new?kind=provider', label: 'Make a provider team' },
    };
  }
  return {
    title: hasProviderTeam ? 'No service yet' : 'You are in no provider team',
    text: hasProviderTeam
      ? 'Your teams have not registered a service. You may look, members and owners of a team may register.'
      : 'Services belong to provider teams. Ask an admin of this portal to make your team one, or an owner of a provider team to add you.',
    action: { href: '/teams', label: 'Your teams' },
  };
}
