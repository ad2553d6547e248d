import { Fault, type FieldFault } from '#domain';
import { type CallableAddress, GatewayFault } from '#gateway';
import { operatorTarget, OutboundFault, type Resolve, resolveBySystem } from '#platform';

/** What drivers may connect to: anything in the network except where machines give away credentials. */
export function checkGatewayAddress(address: string, resolve: Resolve = resolveBySystem): CallableAddress {
  try {
    const { url, lookup } = operatorTarget(address, resolve);
    return {
      url,
      lookup: (host, options, callback) =>
        lookup(host, options, (error, ...found) => callback(error && asGatewayFault(error), ...found)),
    };
  } catch (error) {
    throw asGatewayFault(error as Error);
  }
}

/** Addresses of a gateway that were just typed; what was left out is not judged. */
export interface TypedAddresses {
  adminUrl?: string;
  proxyUrl?: string;
  nodeUrls?: readonly string[];
}

/** Refuses an address that is not called even where nobody tries it now. What a name leads to is judged at each call. */
export function requireCallable({ adminUrl, proxyUrl, nodeUrls = [] }: TypedAddresses): void {
  const typed = { adminUrl: [adminUrl], proxyUrl: [proxyUrl], nodeUrls };
  const fields = Object.entries(typed).flatMap(([field, addresses]) =>
    addresses.flatMap((address) => (address === undefined ? [] : refusalOf(field, address))),
  );
  if (fields.length === 0) return;
  throw new Fault('gateway.unusable', fields.map(({ message }) => message).join(' '), { fields });
}

function refusalOf(field: string, address: string): FieldFault[] {
  try {
    operatorTarget(address);
    return [];
  } catch (error) {
    if (!(error instanceof OutboundFault)) throw error;
    return [{ field, message: field === 'nodeUrls' ? `${address}: ${error.message}` : error.message }];
  }
}

/** Faults of the resolver stay what they are: their codes tell drivers enough. */
function asGatewayFault(error: Error): Error {
  return error instanceof OutboundFault ? new GatewayFault('unreachable', error.message, { cause: error }) : error;
}
