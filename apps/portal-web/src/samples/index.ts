import { errorView } from '../http/error.view.js';
import { consoleSamples } from './console.sample.js';
import { developerSamples } from './developer.sample.js';
import { documentSamples } from './document.sample.js';
import { gatewaySamples } from './gateway.sample.js';
import { lifecycleSamples } from './lifecycle.sample.js';
import { publisherSamples } from './publisher.sample.js';
import { referenceSamples } from './reference.sample.js';
import { searchSamples } from './search.sample.js';
import { sample, type Sample } from './sample.js';

/** Every page at least once, the states of some; the key is the address under which the samples link to each other. */
export const samples: Record<string, Sample> = {
  ...developerSamples,
  ...publisherSamples,
  ...gatewaySamples,
  ...lifecycleSamples,
  ...documentSamples,
  ...referenceSamples,
  ...consoleSamples,
  ...searchSamples,
  error: sample('error', errorView(503, '01936f0a-7d1c-7b3a-9d54-0c7f8e0c9b11', undefined, { retryHref: '/' })),
};
