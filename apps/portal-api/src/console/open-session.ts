import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform';
import { type Caller, signedIn } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { type ConsoleKey, ConsoleTokens, sessionEnded } from './console-token.js';
import { ConsoleStore } from './console.store.js';

/** Opens the token of a session; `console.session_ended` when its key opens nothing any more. */
@Injectable()
export class OpenSession {
  constructor(
    private readonly tokens: ConsoleTokens,
    private readonly store: ConsoleStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(caller: Caller, id: string, token: string): Promise<ConsoleKey & { environmentId: string }> {
    const { userId } = signedIn(caller);
    const key = this.tokens.open(token, id, userId);
    const environmentId = await this.store.environmentOf(id, userId, this.clock.now());
    if (environmentId === null) throw sessionEnded();
    return { ...key, environmentId };
  }
}
