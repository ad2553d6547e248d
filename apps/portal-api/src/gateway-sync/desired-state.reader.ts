import { Inject, Injectable } from '@nestjs/common';
import type { DesiredGateway, DesiredScope, ScopeName } from '#gateway';
import { CONFIG, type Config } from '../config.js';
import { ingestToken } from '../usage/ingest-token.js';
import { desiredApplication, desiredGateway, desiredVersion } from './desired-state.js';
import { DesiredStateStore } from './desired-state.store.js';
import { probeToken } from './probe-token.js';
import type { OpenGateway } from './gateway-drivers.js';
import { idOf, isApplication, isVersion } from './scope-names.js';

/** The wish of a scope, and whether somebody has ended what it speaks of: then that nothing should be left is meant. */
export interface Wish {
  desired: DesiredScope;
  ended: boolean;
}

/** The wish of a scope on a gateway, as it stands now. */
@Injectable()
export class DesiredStateReader {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly store: DesiredStateStore,
  ) {}

  async read(gateway: OpenGateway, scope: ScopeName): Promise<Wish> {
    if (isVersion(scope)) {
      const row = await this.store.version(idOf(scope), gateway.id);
      return { desired: desiredVersion(scope, row), ended: row !== null };
    }
    if (isApplication(scope)) {
      const row = await this.store.application(idOf(scope), gateway.id);
      return { desired: desiredApplication(scope, row), ended: row?.archived ?? false };
    }
    return { desired: reportingOf(this.config, gateway), ended: false };
  }
}

/** How a gateway reports its calls, by the settings of this process. */
export function reportingOf(config: Config, { id, kind }: { id: string; kind: string }): DesiredGateway {
  const url = new URL(`/v1/ingest/${kind}/${id}`, config.ingestUrl).href;
  return desiredGateway(url, ingestToken(config, id), probeToken(config, id));
}
