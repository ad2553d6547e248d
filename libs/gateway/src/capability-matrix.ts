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
] as const;

export type CapabilityName = (typeof capabilityNames)[number];

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
