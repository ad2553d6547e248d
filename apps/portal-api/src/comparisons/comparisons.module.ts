import { Module } from '@nestjs/common';
import { CallersModule } from '../callers/callers.module.js';
import { overPool } from '../database/over-pool.js';
import { SpecsModule } from '../specs/specs.module.js';
import { VersionsModule } from '../versions/versions.module.js';
import { CompareDocuments } from './compare-documents.js';
import { ComparisonStore } from './comparison.store.js';
import { ComparisonsController } from './comparisons.controller.js';
import { ComparisonsReader } from './comparisons.reader.js';
import { RevisionRefs } from './revision-refs.js';

@Module({
  imports: [CallersModule, SpecsModule, VersionsModule],
  controllers: [ComparisonsController],
  providers: [overPool(ComparisonStore), CompareDocuments, RevisionRefs, ComparisonsReader],
  exports: [ComparisonStore, CompareDocuments],
})
export class ComparisonsModule {}
