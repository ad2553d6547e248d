import { Injectable } from '@nestjs/common';
import { notFound } from '#domain';
import { type Caller, signedIn } from '../auth/caller.js';
import { ConsoleHistoryStore } from './console-history.store.js';

/** Deletes from the history of the person who asks. */
@Injectable()
export class ForgetCalls {
  constructor(private readonly history: ConsoleHistoryStore) {}

  async one(caller: Caller, id: string): Promise<void> {
    if (!(await this.history.forget(signedIn(caller).userId, id))) throw notFound('call');
  }

  all(caller: Caller): Promise<void> {
    return this.history.forgetAll(signedIn(caller).userId);
  }
}
