import { Module } from '@nestjs/common';
import { CredentialsStore } from './credentials.store.js';
import { ExpireKeys } from './expire-keys.js';

/** What the worker needs of the keys. */
@Module({ providers: [CredentialsStore, ExpireKeys], exports: [ExpireKeys] })
export class KeyExpiryModule {}
