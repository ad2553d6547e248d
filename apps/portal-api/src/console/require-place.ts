import { Injectable } from '@nestjs/common';
import { Fault, invalidField } from '#domain';
import { ApplicationAccess } from '../applications/application-access.js';
import type { ApplicationRow } from '../applications/applications.store.js';
import type { Caller } from '../auth/caller.js';
import { VersionAccess } from '../versions/version-access.js';
import type { VersionRow } from '../versions/version.store.js';
import { type ConsolePlace, ConsoleStore } from './console.store.js';

/** A host name that can be said to a gateway: none with a wildcard. */
const HOST = /^[a-z0-9.-]+$/;

/** Who wants to call what, and where. */
export interface WantedPlace {
  applicationId: string;
  service: string;
  version: string;
  environment: { slug: string } | { id: string };
}

/** What is needed for a call, all of it there. */
export interface CallablePlace {
  application: ApplicationRow;
  version: VersionRow;
  environment: ConsolePlace['environment'];
  gateway: { id: string; proxyUrl: string };
  /** By which the gateway knows the version, where it needs one. */
  host: string | null;
}

/** Whether an application may call a version in an environment now; if not, what to do about it. */
@Injectable()
export class RequirePlace {
  constructor(
    private readonly applications: ApplicationAccess,
    private readonly versions: VersionAccess,
    private readonly store: ConsoleStore,
  ) {}

  /** Only for who may issue keys of the application, and sees the version. */
  async run(caller: Caller, wanted: WantedPlace): Promise<CallablePlace> {
    const application = await this.applications.require(caller, wanted.applicationId, 'credential.issue');
    const { version } = await this.versions.visible(caller, wanted.service, wanted.version);
    const place = await this.store.place(application.id, version, wanted.environment);
    if (place === null) throw invalidField('environment', 'There is no such environment.');
    requireActive(place.subscription);
    if (place.gateway === null)
      throw new Fault(
        'console.not_deployed',
        `No gateway of the environment “${place.environment.name}” serves this version. Choose another environment.`,
      );
    const host = version.hosts.find((name) => HOST.test(name)) ?? null;
    if (host === null && version.hosts.length > 0)
      throw new Fault(
        'console.not_deployed',
        'This version is only called by host names with a wildcard; the console has none to call it by.',
      );
    return { application, version, environment: place.environment, gateway: place.gateway, host };
  }
}

function requireActive(state: ConsolePlace['subscription']): void {
  if (state === 'active') return;
  const waits = 'waits for approval by the team that owns the service. Try again once it is approved.';
  const words =
    state === 'pending'
      ? `The subscription of this application ${waits}`
      : state === 'suspended'
        ? 'The subscription of this application is suspended. Ask the team that owns the service.'
        : 'This application has no subscription to this service. Subscribe it first: “Get a key” leads through it.';
  throw new Fault('console.not_subscribed', words);
}
