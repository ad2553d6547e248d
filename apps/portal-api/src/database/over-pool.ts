import type { FactoryProvider } from '@nestjs/common';
import type pg from 'pg';
import { POOL } from './database.js';

/** A store that knows nothing of Nest, because readers use it, too, and load nothing of Nest for it. */
export function overPool<Store>(Store: new (pool: pg.Pool) => Store): FactoryProvider<Store> {
  return { provide: Store, inject: [POOL], useFactory: (pool: pg.Pool) => new Store(pool) };
}
