import { Module } from '@nestjs/common';
import { VersionsModule } from '../versions/versions.module.js';
import { AdoptDrift } from './adopt-drift.js';
import { DecideDrift } from './decide-drift.js';
import { DriftController } from './drift.controller.js';
import { DriftReader } from './drift.reader.js';
import { DriftStore } from './drift.store.js';
import { SweepSoon } from './sweep-soon.js';

@Module({
  imports: [VersionsModule],
  controllers: [DriftController],
  providers: [DriftStore, DriftReader, DecideDrift, AdoptDrift, SweepSoon],
})
export class DriftModule {}
