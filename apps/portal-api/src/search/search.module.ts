import { Module } from '@nestjs/common';
import { SearchController } from './search.controller.js';
import { SearchReader } from './search.reader.js';
import { SearchStore } from './search.store.js';

@Module({ controllers: [SearchController], providers: [SearchReader, SearchStore] })
export class SearchModule {}
