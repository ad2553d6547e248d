import { type DynamicModule, Module } from '@nestjs/common';
import type { Clock } from '#platform';
import type { Config } from './config.js';
import { CoreModule } from './core.module.js';
import { UsersModule } from './users/users.module.js';

/** As much as making the first admin needs. */
@Module({})
export class AdminModule {
  static with(config: Config, clock: Clock): DynamicModule {
    return { module: AdminModule, imports: [CoreModule.with(config, clock), UsersModule] };
  }
}
