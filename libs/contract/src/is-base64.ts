import { ValidateBy } from 'class-validator';

/** Text in base64, padded (RFC 4648, section 4). The decorator of class-validator runs out of stack at some megabytes. */
export function IsBase64(): PropertyDecorator {
  const defaultMessage = () => '$property must be base64 encoded';
  return ValidateBy({ name: 'isBase64', validator: { validate: isBase64, defaultMessage } });
}

export function isBase64(value: unknown): boolean {
  // What must not stand there, sign by sign: nothing is repeated that would have to be remembered.
  return typeof value === 'string' && value.length % 4 === 0 && !/[^A-Za-z0-9+/=]|=[^=]|===/.test(value);
}
