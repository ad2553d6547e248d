import { Module } from '@nestjs/common';
import { ApplicationsModule } from '../applications/applications.module.js';
import { CredentialsController } from './credentials.controller.js';
import { CredentialsReader } from './credentials.reader.js';
import { CredentialsStore } from './credentials.store.js';
import { IssueKey } from './issue-key.js';
import { KeyRecordsStore } from './key-records.store.js';
import { KeySyncStore } from './key-sync.store.js';
import { RecordKey } from './record-key.js';
import { RevokeKey } from './revoke-key.js';
import { SampleCall } from './sample-call.js';
import { SampleCallStore } from './sample-call.store.js';

@Module({
  imports: [ApplicationsModule],
  controllers: [CredentialsController],
  providers: [
    CredentialsReader,
    CredentialsStore,
    IssueKey,
    KeySyncStore,
    KeyRecordsStore,
    RecordKey,
    RevokeKey,
    SampleCall,
    SampleCallStore,
  ],
  exports: [RecordKey],
})
export class CredentialsModule {}
