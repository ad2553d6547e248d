import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Clock } from '#platform';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { CLOCK } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { DatabaseModule } from './database/database.module.js';

/** What every process of this code base stands on: settings, clock, database, who calls, audit log. */
@Global()
@Module({})
export class CoreModule {
  static with(config: Config, clock: Clock): DynamicModule {
    return {
      module: CoreModule,
      imports: [DatabaseModule, AuthModule, AuditModule],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
      ],
      exports: [CONFIG, CLOCK],
    };
  }
}
