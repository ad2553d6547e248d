import { isIP } from 'node:net';
import { AllowedTargets } from './outbound/index.js';
import { Secret } from './secret.js';

/** Turns the text of a setting into its value, or throws a `BadSetting` that says how to write it. */
export type Parse<T> = (text: string) => T;

/** What is wrong with the text of a setting, and how to write it. Never repeats the text: it may be a secret. */
export class BadSetting extends Error {
  constructor(
    readonly problem: string,
    readonly howTo: string,
  ) {
    super(problem);
  }
}

const MIN_SECRET_BYTES = 32;
const SECRET_HOW_TO = 'Write at least 32 random bytes, such as the output of: openssl rand -base64 48';

export function wholeNumber(min: number, max: number): Parse<number> {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new BadSetting('is not a whole number in its range', `Write a whole number from ${min} to ${max}.`);
  };
}

export const port: Parse<number> = wholeNumber(1, 65_535);

export function oneOf<const T extends string>(...values: T[]): Parse<T> {
  return (text) => {
    const found = values.find((value) => value === text);
    if (found !== undefined) return found;
    throw new BadSetting('is none of the known values', `Write one of: ${values.join(', ')}.`);
  };
}

export const yesOrNo: Parse<boolean> = (text) => oneOf('true', 'false')(text) === 'true';

/** A URL of one of the schemes; a slash at the end is taken off. */
export function url(...schemes: string[]): Parse<string> {
  const example = `${schemes[0]}://host:port`;
  return (text) => {
    const parsed = URL.canParse(text) ? new URL(text) : null;
    if (parsed === null || !schemes.includes(parsed.protocol.slice(0, -1)) || parsed.hostname === '') {
      throw new BadSetting(`is not a URL that begins with ${schemes.join(':// or ')}://`, `Write it like ${example}.`);
    }
    return text.replace(/\/+$/, '');
  };
}

/** A web address as others see it: no user, no query. */
export const webUrl: Parse<string> = (text) => {
  const address = url('http', 'https')(text);
  const { username, password, search, hash } = new URL(address);
  if (username || password || search || hash) {
    throw new BadSetting('holds a user, a query or a fragment', 'Write scheme, host, port and path only.');
  }
  return address;
};

/** The same text, but wrapped so that it never prints. */
export function secret(parse: Parse<string>): Parse<Secret> {
  return (text) => new Secret(parse(text));
}

export const masterSecret: Parse<string> = (text) => {
  if (Buffer.byteLength(text) < MIN_SECRET_BYTES) throw new BadSetting('is shorter than 32 bytes', SECRET_HOW_TO);
  if (new Set(text).size < 12) throw new BadSetting('repeats too few characters to be random', SECRET_HOW_TO);
  return text;
};

export const token: Parse<string> = (text) => {
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  throw new BadSetting(
    'holds a space or a character that no HTTP header may hold',
    'Write visible ASCII characters only.',
  );
};

export const hostName: Parse<string> = (text) => {
  if (isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) return text;
  throw new BadSetting(
    'is no address to listen on',
    'Write an IP address or a host name, such as 127.0.0.1 or 0.0.0.0.',
  );
};

export const mailAddress: Parse<string> = (text) => {
  if (/^([^<>\r\n]{1,100} <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(text)) return text;
  throw new BadSetting('is no mail address', 'Write name@host or Name <name@host>.');
};

/** `false`, or the addresses of the proxies; the number of proxies is not taken, because a caller could then add his own. */
export const trustedProxies: Parse<false | string> = (text) => {
  if (text === 'false') return false;
  const addresses = text.split(',').map((address) => address.trim());
  if (addresses.every((address) => isIP(address.replace(/\/\d{1,3}$/, '')) !== 0)) return addresses.join(',');
  throw new BadSetting(
    'is neither false nor a list of addresses',
    'Write false, or addresses separated by commas such as 10.0.0.0/8,192.168.1.7.',
  );
};

export const folder: Parse<string> = (text) => {
  if (text.includes('\0'))
    throw new BadSetting('holds a character that no path can hold', 'Write a path, such as .local.');
  return text;
};

export const allowedTargets: Parse<AllowedTargets> = (text) => {
  try {
    return new AllowedTargets(text === 'none' ? [] : text.split(',').map((entry) => entry.trim()));
  } catch {
    throw new BadSetting(
      'is neither none nor a list of hosts with ports and networks',
      'Write none, or entries separated by commas such as specs.example.com:8443,10.1.0.0/16.',
    );
  }
};
