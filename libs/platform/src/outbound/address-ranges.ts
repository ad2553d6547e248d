import { BlockList, isIP, isIPv6 } from 'node:net';

/** IPv4 that the registries of special purposes (RFC 6890 and what amends it) give to anything but the public Internet. */
const NOT_PUBLIC_V4 = [
  '0.0.0.0/8', // this host
  '10.0.0.0/8', // private
  '100.64.0.0/10', // shared by the customers of a provider
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local; the metadata of clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // relays of 6to4
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
];

/**
 * What of 2000::/3, the only part of IPv6 that is routed publicly, is not. Loopback, unspecified, unique-local, link-local,
 * multicast, IPv4-mapped and NAT64 addresses are outside of it.
 */
const NOT_PUBLIC_V6 = [
  '2001::/23', // protocol assignments, among them Teredo, which embeds IPv4
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4, which embeds IPv4
  '3fff::/20', // documentation
];

/** Where clouds answer with credentials of the machine. Nobody has a reason to name these. */
const METADATA = ['169.254.0.0/16', 'fe80::/10', 'fd00:ec2::254/128', 'fd20:ce::254/128', '100.100.100.200/32'];

/** A set of addresses; an IPv4 address is found in its IPv4-mapped spelling, too. */
export class AddressRanges {
  private readonly list = new BlockList();

  constructor(ranges: readonly string[]) {
    for (const range of ranges) {
      const [network = '', bits = ''] = range.split('/');
      this.list.addSubnet(network, Number(bits), isIPv6(network) ? 'ipv6' : 'ipv4');
    }
  }

  has(address: string): boolean {
    return this.list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  }
}

const notPublic = new AddressRanges([...NOT_PUBLIC_V4, ...NOT_PUBLIC_V6]);
const globalV6 = new AddressRanges(['2000::/3']);
const metadata = new AddressRanges([
  ...METADATA,
  // The same addresses of IPv4 behind the prefix of NAT64.
  '64:ff9b::a9fe:0/112',
  '64:ff9b::6464:64c8/128',
]);

/** Whether an address belongs to the public Internet. What is no address, or has a zone, does not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0 || notPublic.has(address)) return false;
  return family === 4 || globalV6.has(address);
}

/** Whether an address is link-local, or otherwise known to give away credentials of the machine. */
export function isMetadataAddress(address: string): boolean {
  // A zone, as in fe80::1%eth0, is only ever given to a link-local address.
  return isIP(address) === 0 || address.includes('%') || metadata.has(address);
}
