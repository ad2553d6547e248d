import type { FactoryProvider } from '@nestjs/common';
import type pg from 'pg';
import { POOL } from '../database/database.js';
import { DocumentStore } from './document.store.js';

/** Readers use the store, too, and load nothing of Nest for it. */
export const DOCUMENT_STORE: FactoryProvider<DocumentStore> = {
  provide: DocumentStore,
  inject: [POOL],
  useFactory: (pool: pg.Pool) => new DocumentStore(pool),
};
