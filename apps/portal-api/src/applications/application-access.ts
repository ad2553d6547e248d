import { Injectable } from '@nestjs/common';
import { Fault, may, notFound, type Permission } from '#domain';
import { type Caller, signedIn } from '../auth/caller.js';
import type { Tx } from '../database/database.js';
import type { SqlTx } from '../database/statement.js';
import { type ApplicationRow, ApplicationsStore } from './applications.store.js';

/** Whether a caller may do something to an application and what belongs to it. */
@Injectable()
export class ApplicationAccess {
  constructor(private readonly applications: ApplicationsStore) {}

  /** The application. Who may not see it learns nothing of it; who may not do this to it is told so. */
  async require(caller: Caller, id: string, permission: Permission): Promise<ApplicationRow> {
    const actor = signedIn(caller);
    const application = await this.applications.find(id);
    if (application === null || !may(actor, 'application.read', application)) throw notFound('application');
    if (!may(actor, permission, application))
      throw new Fault('request.forbidden', 'Your role in the team of this application does not allow this.');
    return application;
  }

  /**
   * Locks the application for the transaction: its subscriptions begin, and its keys are counted, one at a time. Refuses
   * when it was archived meanwhile.
   */
  async hold(tx: Tx | SqlTx, id: string): Promise<void> {
    if (!(await this.applications.lock(tx, id))) throw notFound('application');
  }
}
