import { Module } from '@nestjs/common';
import { ReadReferenceComponent } from './read-reference-component.js';
import { ReadReferenceOperation } from './read-reference-operation.js';
import { ReadReferenceStart } from './read-reference-start.js';
import { ReadReferenceTag } from './read-reference-tag.js';
import { ReferenceAccess } from './reference-access.js';
import { ReferenceComponentStore } from './reference-component.store.js';
import { ReferenceController } from './reference.controller.js';
import { ReferenceOperationStore } from './reference-operation.store.js';
import { ReferencePlaceStore } from './reference-place.store.js';
import { ReferenceStartStore } from './reference-start.store.js';
import { ReferenceTagStore } from './reference-tag.store.js';

@Module({
  controllers: [ReferenceController],
  providers: [
    ReferencePlaceStore,
    ReferenceAccess,
    ReferenceStartStore,
    ReadReferenceStart,
    ReferenceOperationStore,
    ReadReferenceOperation,
    ReferenceTagStore,
    ReadReferenceTag,
    ReferenceComponentStore,
    ReadReferenceComponent,
  ],
})
export class ReferenceModule {}
