import { lookup } from 'node:dns';

/** For a gateway that the bench itself has started: nothing about its address needs a check. */
export function ownAddress(address: string) {
  return { url: new URL(address), lookup };
}
