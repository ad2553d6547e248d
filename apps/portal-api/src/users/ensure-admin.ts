import { Injectable } from '@nestjs/common';
import { parseEmail, parseNewPassword } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import { SYSTEM } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { hashPassword } from './passwords.js';
import { UsersStore } from './users.store.js';

/** Makes sure that an installation has an admin: somebody must be the first. */
@Injectable()
export class EnsureAdmin {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly users: UsersStore,
    private readonly audit: AuditStore,
  ) {}

  /** Makes the account, or makes an account that is there an admin; its password stays what it is. */
  async run(input: { email: string; password: string }): Promise<'created' | 'promoted' | 'unchanged'> {
    const email = parseEmail(input.email, 'ADMIN_EMAIL');
    const password = parseNewPassword(input.password, email, 'ADMIN_PASSWORD');
    const passwordHash = await hashPassword(password);
    return this.unit.write(async (tx) => {
      const found = await this.users.lockByEmail(tx, email);
      if (found?.platformRole === 'admin') return 'unchanged';
      const id =
        found?.id ??
        (await this.users.create(tx, { email, displayName: 'Admin', passwordHash, platformRole: 'admin' })).user.id;
      if (found !== null) await this.users.makeAdmin(tx, id);
      await this.audit.record(tx, SYSTEM, {
        action: 'user.made_admin',
        subjectKind: 'user',
        subjectId: id,
        teamId: null,
        before: { platformRole: found?.platformRole ?? null },
        after: { platformRole: 'admin' },
      });
      return found === null ? 'created' : 'promoted';
    });
  }
}
