import type { Entity, KongAdminModel } from '#kong-admin';
import { refusal, type Answer } from '../answer.js';
import type { Call } from '../call.js';

interface AclConfig {
  allow: string[] | null;
  deny: string[] | null;
  hide_groups_header: boolean;
}

/** Lets a consumer pass by its groups, or refuses with 403; without a consumer with 401. */
export function acl(call: Call, plugin: Entity, model: KongAdminModel): Answer | undefined {
  const config = plugin['config'] as unknown as AclConfig;
  if (!call.consumer) return refusal(call, 401, 'Unauthorized');
  const groups = model.groupsOf(call.consumer.id);
  const isAllowed = config.allow
    ? groups.some((group) => config.allow?.includes(group))
    : !groups.some((group) => config.deny?.includes(group));
  if (!isAllowed) return refusal(call, 403, 'You cannot consume this service');
  delete call.headers['x-consumer-groups'];
  if (!config.hide_groups_header && groups.length > 0) call.headers['x-consumer-groups'] = groups.join(', ');
  return undefined;
}
