import { Global, Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { AuditReader } from './audit.reader.js';
import { AuditStore } from './audit.store.js';

@Global()
@Module({ controllers: [AuditController], providers: [AuditReader, AuditStore], exports: [AuditStore] })
export class AuditModule {}
