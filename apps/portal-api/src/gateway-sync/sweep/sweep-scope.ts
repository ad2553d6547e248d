import type { ListedObject, ScopeName } from '#gateway';
import { UUID } from '../../http/id-param.js';
import { idOf, isApplication, isVersion } from '../scope-names.js';

/**
 * The scope that answers for a listed object: the one that its mark names, or the gateway itself where the mark names
 * none of ours, because anybody can write a tag. Null for what is not ours.
 */
export function scopeOf({ owned, scope }: Pick<ListedObject, 'owned' | 'scope'>): ScopeName | null {
  if (!owned) return null;
  if (scope === 'gateway' || scope === 'watermark') return scope;
  return scope !== null && (isVersion(scope) || isApplication(scope)) && UUID.test(idOf(scope)) ? scope : 'gateway';
}
