import type { AccessRule, AdoptableConsumer, AdoptableGateway, AdoptableService } from './adoption.js';
import type { RemoteRef } from './remote-object.js';

/** An object of others that lets a caller in whom we take over, and where. */
export interface AdoptedAccess extends RemoteRef {
  /** The id of the caller on whom it hangs. */
  parentId: string;
  /** Of a key, the digest by which it is known; of a group, its name. */
  sha256: string | null;
  group: string | null;
  /**
   * Keys of the services that are taken over and to which it is the only way in: when the caller may call none of them
   * any more, it has to go. None for a key where groups decide.
   */
  services: string[];
  /** It opens something else, too, that is not taken over. */
  elsewhere: boolean;
}

/** Who is let in by what stays on a gateway. */
export interface NeededElsewhere {
  consumers: ReadonlySet<AdoptableConsumer>;
  rules: readonly (AccessRule | null)[];
}

/** The keys and groups of a caller that open what is taken over. */
export function adoptedAccess(
  { credential, group }: AdoptableGateway['kinds'],
  consumer: AdoptableConsumer,
  services: readonly AdoptableService[],
  needed: NeededElsewhere,
): AdoptedAccess[] {
  const parentId = consumer.key;
  const isOpenToKeys = services.some(({ access }) => access === 'every_key');
  const keys = consumer.credentials.map(({ key: id, digests: { sha256 } }): AdoptedAccess => {
    const elsewhere = needed.consumers.has(consumer);
    const opened = isOpenToKeys ? services.map(({ key }) => key) : [];
    return { kind: credential, id, parentId, sha256, group: null, services: opened, elsewhere };
  });
  const groups = consumer.groups.flatMap(({ key: id, name }): AdoptedAccess[] => {
    const opened = services.filter(({ access }) => names(access, name)).map(({ key }) => key);
    const elsewhere = needed.rules.some((rule) => rule !== null && names(rule, name));
    return opened.length === 0
      ? []
      : [{ kind: group, id, parentId, sha256: null, group: name, services: opened, elsewhere }];
  });
  return [...keys, ...groups];
}

function names(rule: AccessRule, group: string): boolean {
  return rule !== 'every_key' && rule.groups.includes(group);
}
