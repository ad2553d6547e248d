import { Inject, Injectable } from '@nestjs/common';
import type { DesiredScope, ScopeName } from '#gateway';
import { CONFIG, type Config } from '../config.js';
import { ingestToken } from '../usage/ingest-token.js';
import { desiredApplication, desiredGateway, desiredVersion } from './desired-state.js';
import { DesiredStateStore } from './desired-state.store.js';
import type { OpenGateway } from './gateway-drivers.js';

/** The wish of a scope on a gateway, as it stands now. */
@Injectable()
export class DesiredStateReader {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly store: DesiredStateStore,
  ) {}

  async read(gateway: OpenGateway, scope: ScopeName): Promise<DesiredScope> {
    if (isVersion(scope)) return desiredVersion(scope, await this.store.version(idOf(scope), gateway.id));
    if (isApplication(scope)) return desiredApplication(scope, await this.store.application(idOf(scope), gateway.id));
    const url = new URL(`/v1/ingest/${gateway.kind}/${gateway.id}`, this.config.ingestUrl).href;
    return desiredGateway(url, ingestToken(this.config, gateway.id));
  }
}

function isVersion(scope: ScopeName): scope is `version:${string}` {
  return scope.startsWith('version:');
}

function isApplication(scope: ScopeName): scope is `application:${string}` {
  return scope.startsWith('application:');
}

function idOf(scope: string): string {
  return scope.slice(scope.indexOf(':') + 1);
}
