import { Global, Module } from '@nestjs/common';
import { createPool } from '#platform';
import { CONFIG, type Config } from '../config.js';
import { Database, POOL } from './database.js';
import { IdempotencyStore } from './idempotency.store.js';
import { UnitOfWork } from './unit-of-work.js';

@Global()
@Module({
  providers: [
    { provide: POOL, inject: [CONFIG], useFactory: (config: Config) => createPool(config) },
    Database,
    IdempotencyStore,
    UnitOfWork,
  ],
  exports: [Database, UnitOfWork, POOL],
})
export class DatabaseModule {}
