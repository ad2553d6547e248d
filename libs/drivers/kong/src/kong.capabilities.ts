import { impossible, native, partial, type Capabilities } from '#gateway';

const perNode = partial(
  'Each gateway node counts for itself and forgets its counts when it restarts. Connect a Redis to count exactly.',
);
const month = partial(
  'Calls are counted per calendar month, but a count lasts 30 days: on the 31st it may start again.',
);

/** What Kong's open-source edition does with the objects that this driver makes. */
export function kongCapabilities(hasRedis: boolean): Capabilities {
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
  };
}
