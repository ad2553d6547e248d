import { Injectable } from '@nestjs/common';
import { rowsOf, type SqlTx } from '../database/statement.js';
import { KEY_RECORD_SQL, type KeyRecord, recordValues } from './key-records.sql.js';

const WRITE = { name: 'key_record', text: KEY_RECORD_SQL };

@Injectable()
export class KeyRecordsStore {
  async write(tx: SqlTx, record: KeyRecord): Promise<void> {
    await rowsOf(tx, WRITE, recordValues(record));
  }
}
