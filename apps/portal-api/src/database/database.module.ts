import { Global, Module } from '@nestjs/common';
import { createPool } from '#platform';
import { CONFIG, type Config } from '../config.js';
import { Database, POOL, PROMPT_POOL, QUICK_POOL } from './database.js';
import { IdempotencyStore } from './idempotency.store.js';
import { PromptTransactions } from './prompt-transactions.js';
import { UnitOfWork } from './unit-of-work.js';

@Global()
@Module({
  providers: [
    { provide: POOL, inject: [CONFIG], useFactory: (config: Config) => createPool(config) },
    {
      provide: QUICK_POOL,
      inject: [CONFIG],
      useFactory: (config: Config) => createPool(config, { awaitsDisk: false }),
    },
    {
      provide: PROMPT_POOL,
      inject: [CONFIG],
      useFactory: (config: Config) => createPool(config, { isPrompt: true }),
    },
    Database,
    PromptTransactions,
    IdempotencyStore,
    UnitOfWork,
  ],
  exports: [Database, UnitOfWork, POOL, QUICK_POOL],
})
export class DatabaseModule {}
