import { type FieldFault, LIMIT_WINDOWS, type PlanLimits } from '#domain';
import { type Capabilities, type CapabilityName, unmetNeeds } from '#gateway';

/** A gateway with what it can enforce. */
export interface AbleGateway {
  name: string;
  capabilities: Capabilities;
}

/** What something asks of every gateway, in words that follow "cannot", and the field of the input that asks it. */
export interface Need {
  capability: CapabilityName;
  field: string;
  words: string;
}

/** What a version asks of the gateways that serve it. */
export function versionNeeds(hosts: readonly string[]): Need[] {
  const needs: Need[] = [
    { capability: 'apiKey', field: 'version', words: 'ask callers for a key' },
    { capability: 'hashedKeys', field: 'version', words: 'check keys of which it knows only digests' },
    { capability: 'subscriptionGate', field: 'version', words: 'turn away who is not subscribed' },
    { capability: 'stripBasePath', field: 'basePath', words: 'take the base path off before the upstream is called' },
  ];
  return hosts.length === 0 ? needs : [...needs, { capability: 'hosts', field: 'hosts', words: 'serve chosen hosts' }];
}

/** What the end of a version asks of the gateways that serve it. */
export const LIFECYCLE_NEEDS: readonly Need[] = [
  { capability: 'lifecycleHeaders', field: 'version', words: 'tell callers with every answer that it is deprecated' },
  { capability: 'goneAnswer', field: 'version', words: 'answer that it is gone after it is retired' },
];

/** What a brown-out asks of the gateways that serve the version. */
export const BROWNOUT_NEEDS: readonly Need[] = [
  { capability: 'brownout', field: 'sharePercent', words: 'refuse a share of the calls' },
];

/** What a plan asks of the gateways that count its calls. */
export function planNeeds(limits: PlanLimits): Need[] {
  return LIMIT_WINDOWS.filter((window) => limits[window] !== undefined).map((window) => {
    return { capability: `consumerLimit.${window}`, field: `limits.${window}`, words: `limit calls per ${window}` };
  });
}

/** What some gateway cannot do, one sentence each: which one, what, why, and who could. Empty when all is well. */
export function unenforceable(gateways: readonly AbleGateway[], needs: readonly Need[]): FieldFault[] {
  return gateways.flatMap(({ name, capabilities }) => {
    const unmet = new Map(unmetNeeds(capabilities, capabilitiesOf(needs)).map(({ need, reason }) => [need, reason]));
    return needs
      .filter(({ capability }) => unmet.has(capability))
      .map(({ capability, field, words }) => {
        const able = gateways.filter((other) => other.capabilities[capability].level !== 'impossible');
        const others = able.length === 0 ? 'No other gateway can.' : `${listed(able.map((other) => other.name))} can.`;
        return { field, message: `${name} cannot ${words}. ${unmet.get(capability)!} ${others}` };
      });
  });
}

/** How gateways do less than exactly what is needed, each said once. */
export function restrictions(gateways: readonly AbleGateway[], needs: readonly Need[]): string[] {
  const said = gateways.flatMap(({ name, capabilities }) =>
    needs.flatMap(({ capability }) => {
      const able = capabilities[capability];
      return able.level === 'partial' ? [`${name}: ${able.reason}`] : [];
    }),
  );
  return [...new Set(said)];
}

/** The windows in which every gateway can limit calls. */
export function commonWindows(gateways: readonly AbleGateway[]): string[] {
  return LIMIT_WINDOWS.filter((window) =>
    gateways.every(({ capabilities }) => capabilities[`consumerLimit.${window}`].level !== 'impossible'),
  );
}

function capabilitiesOf(needs: readonly Need[]): CapabilityName[] {
  return needs.map(({ capability }) => capability);
}

/** `a, b and c` */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
