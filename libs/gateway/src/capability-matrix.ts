/** What a published version or a plan may ask of a gateway. */
export const capabilityNames = [
  'apiKey',
  'hashedKeys',
  'subscriptionGate',
  'consumerLimit.second',
  'consumerLimit.minute',
  'consumerLimit.hour',
  'consumerLimit.day',
  'consumerLimit.month',
  'hosts',
  'methods',
  'stripBasePath',
  'cors',
  'usageLog',
  'lifecycleHeaders',
  'goneAnswer',
  'brownout',
] as const;

export type CapabilityName = (typeof capabilityNames)[number];

/** Where a capability matters: to callers from outside, to calls between services, or to both. */
export type Traffic = 'north-south' | 'east-west' | 'both';

/** What each capability is, for people. */
export const capabilityFacts: Readonly<Record<CapabilityName, { words: string; traffic: Traffic }>> = {
  apiKey: { words: 'asks callers for a key', traffic: 'north-south' },
  hashedKeys: { words: 'checks keys of which it knows only digests', traffic: 'north-south' },
  subscriptionGate: { words: 'turns away who is not subscribed', traffic: 'both' },
  'consumerLimit.second': { words: 'limits calls per second for each application', traffic: 'north-south' },
  'consumerLimit.minute': { words: 'limits calls per minute for each application', traffic: 'north-south' },
  'consumerLimit.hour': { words: 'limits calls per hour for each application', traffic: 'north-south' },
  'consumerLimit.day': { words: 'limits calls per day for each application', traffic: 'north-south' },
  'consumerLimit.month': { words: 'limits calls per month for each application', traffic: 'north-south' },
  hosts: { words: 'serves a version on chosen hosts', traffic: 'both' },
  methods: { words: 'serves chosen methods only', traffic: 'both' },
  stripBasePath: { words: 'takes the base path off before the upstream is called', traffic: 'both' },
  cors: { words: 'answers browsers of other origins', traffic: 'north-south' },
  usageLog: { words: 'reports every call', traffic: 'both' },
  lifecycleHeaders: { words: 'tells callers with every answer that a version is deprecated', traffic: 'both' },
  goneAnswer: { words: 'answers calls of a retired version with 410 and what to use instead', traffic: 'both' },
  brownout: { words: 'refuses a share of the calls for a while', traffic: 'both' },
};

/** How well a gateway can do it. A reason is a sentence for the person who publishes or subscribes. */
export type Capability =
  { level: 'native' } | { level: 'partial'; reason: string } | { level: 'impossible'; reason: string };

export type Capabilities = Readonly<Record<CapabilityName, Capability>>;

export interface UnmetNeed {
  need: CapabilityName;
  reason: string;
}

export const native: Capability = { level: 'native' };

/** A capability that the gateway has with a restriction. */
export function partial(reason: string): Capability {
  return { level: 'partial', reason };
}

/** A capability that the gateway does not have. */
export function impossible(reason: string): Capability {
  return { level: 'impossible', reason };
}

/** The needs that a gateway cannot meet at all, each with the reason. A partial capability counts as met. */
export function unmetNeeds(capabilities: Capabilities, needs: Iterable<CapabilityName>): UnmetNeed[] {
  const unmet: UnmetNeed[] = [];
  for (const need of new Set(needs)) {
    const capability = capabilities[need];
    if (capability.level === 'impossible') unmet.push({ need, reason: capability.reason });
  }
  return unmet;
}
