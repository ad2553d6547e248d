import { impossible, native, partial, type Capabilities } from '#gateway';
import type { CounterOptions } from './rate-limit-counters.js';

const perNode = partial(
  'Each gateway node counts for itself and forgets its counts when it restarts. Connect a Redis to count exactly.',
);
const month = partial(
  'Calls are counted per calendar month, but a count lasts 30 days: on the 31st it may start again.',
);

/**
 * What Kong does with the objects that this driver makes. They are those of the open-source edition, which the enterprise
 * edition, 3.4 and later, and a Kong without a database all enforce alike: only where calls are counted differs.
 */
export function kongCapabilities({ redis }: CounterOptions): Capabilities {
  const hasRedis = redis !== undefined;
  const long = hasRedis ? native : perNode;
  return {
    apiKey: native,
    hashedKeys: native,
    subscriptionGate: native,
    'consumerLimit.second': native,
    'consumerLimit.minute': native,
    'consumerLimit.hour': long,
    'consumerLimit.day': long,
    'consumerLimit.month': hasRedis ? month : perNode,
    hosts: native,
    methods: native,
    stripBasePath: native,
    cors: impossible('Gatehouse does not set up calls from browsers on other origins for a Kong gateway.'),
    usageLog: native,
    lifecycleHeaders: native,
    goneAnswer: native,
    brownout: native,
  };
}
