import { isIP, isIPv4 } from 'node:net';
import { AddressRanges } from './address-ranges.js';

const HOST_AND_PORT = /^(\[[0-9a-f:.]+\]|[\p{L}\p{N}]([\p{L}\p{N}._-]*[\p{L}\p{N}])?):(\d{1,5})$/iu;

/** The setting OUTBOUND_ALLOWED: what requests that users ask for may reach although it is not public. */
export class AllowedTargets {
  private readonly hosts: ReadonlySet<string>;
  private readonly ranges: AddressRanges;

  /** Each entry is `host:port`, or a network such as 10.1.0.0/16. Throws RangeError where one is neither. */
  constructor(entries: readonly string[] = []) {
    const networks = entries.filter(isNetwork);
    const hosts = entries.filter((entry) => !isNetwork(entry)).map(canonicalHost);
    this.hosts = new Set(hosts);
    this.ranges = new AddressRanges(networks);
  }

  /** `host` as URL spells it. */
  hasHost(host: string, port: number): boolean {
    return this.hosts.has(`${host}:${port}`);
  }

  hasAddress(address: string): boolean {
    return this.ranges.has(address);
  }
}

function isNetwork(entry: string): boolean {
  const [network = '', bits = '', ...rest] = entry.split('/');
  const most = isIPv4(network) ? 32 : 128;
  return isIP(network) !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

function canonicalHost(entry: string): string {
  const [, host, , port] = HOST_AND_PORT.exec(entry) ?? [];
  const url = `http://${host}`;
  if (host === undefined || !URL.canParse(url) || Number(port) < 1 || Number(port) > 65_535) throw new RangeError();
  return `${new URL(url).hostname}:${Number(port)}`;
}
