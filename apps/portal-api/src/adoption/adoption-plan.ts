import type { PlanLimits } from '#domain';
import type { AdoptableCredential, AdoptedAccess, NotAdopted, RemoteRef } from '#gateway';

/** What the catalogue has that an adoption could run into. What an earlier turn of the same adoption made is not there. */
export interface CatalogueFacts {
  /** Slugs that services of others have. */
  slugs: ReadonlySet<string>;
  /** The slugs that an earlier turn gave, by the id of the service. */
  ownSlugs: ReadonlyMap<string, string>;
  places: { basePath: string; hosts: string[]; service: string }[];
  /** By the sha256 digest of a key. */
  keys: ReadonlyMap<string, KnownKey>;
  /** Names of applications in the team that gets them, in small letters. */
  applicationNames: ReadonlySet<string>;
  /** The names that an earlier turn gave, by the id of the application. */
  ownNames: ReadonlyMap<string, string>;
}

/** A key that an application here has already. */
export interface KnownKey {
  applicationId: string;
  applicationName: string;
  /** It is good, and of the environment of the gateway. */
  usable: boolean;
}

export interface PlannedVersion {
  id: string;
  /** The key of the adoptable service. */
  key: string;
  foundAs: string;
  name: string;
  basePath: string;
  hosts: string[];
  upstreamUrl: string;
  warnings: string[];
}

/** Where a version answers in the end. */
export type VersionPlace = Pick<PlannedVersion, 'id' | 'basePath' | 'hosts'>;

export interface PlannedPlan {
  id: string;
  slug: string;
  name: string;
  limits: PlanLimits;
}

export interface PlannedService {
  id: string;
  slug: string;
  name: string;
  versions: PlannedVersion[];
  plans: PlannedPlan[];
  subscriptions: number;
}

export interface PlannedApplication {
  id: string;
  /** The key of the consumer. */
  key: string;
  foundAs: string;
  customId: string | null;
  /** False where an application that is here already has the consumer's keys. */
  isNew: boolean;
  name: string;
  credentials: (AdoptableCredential & { id: string })[];
  subscriptions: { id: string; serviceId: string; planId: string; slug: string }[];
  access: PlannedAccess[];
}

/** What of others lets an application in, with the ids of our services. */
export type PlannedAccess = Omit<AdoptedAccess, 'services'> & { serviceIds: string[] };

/** Everything that an adoption makes, and what it removes from the gateway afterwards. */
export interface AdoptionPlan {
  services: PlannedService[];
  applications: PlannedApplication[];
  notAdopted: NotAdopted[];
  routes: RemoteRef[];
  rest: RemoteRef[];
}
