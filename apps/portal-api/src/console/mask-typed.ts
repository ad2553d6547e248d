import {
  type ConsoleBodyDto,
  type ConsoleParameterDto,
  type ConsolePartDto,
  type ConsoleTypedDto,
  isSensitiveName,
} from '#contract';
import { MASK, maskText } from '#platform';

/**
 * Characters of a text, and of all parameters and parts together, that are kept of a call. What does not fit is left out
 * whole: cut, it would be of no use.
 */
export const MAX_KEPT_TEXT_LENGTH = 16_000;

/** What was typed, without secrets and without the bytes of files: what is kept of a call. */
export function maskTyped(
  parameters: readonly ConsoleParameterDto[],
  body: ConsoleBodyDto | undefined,
): ConsoleTypedDto {
  const masked = (name: string, value: string): string => (isSensitiveName(name) ? MASK : maskText(value));
  const text = body?.text;
  let room = MAX_KEPT_TEXT_LENGTH;
  const fits = ({ name, value = '', fileName = '' }: ConsolePartDto): boolean => {
    const length = name.length + value.length + fileName.length;
    if (length > room) return false;
    room -= length;
    return true;
  };
  return {
    parameters: parameters.filter(fits).map(({ in: place, name, value }) => ({
      in: place,
      name,
      value: place === 'cookie' ? MASK : masked(name, value),
    })),
    mediaType: body?.mediaType ?? null,
    text: text === undefined || text.length > MAX_KEPT_TEXT_LENGTH ? null : maskBody(text, body?.mediaType ?? ''),
    parts: (body?.parts ?? []).filter(fits).map(({ name, value, fileName }) => ({
      name,
      value: value === undefined ? '' : masked(name, value),
      ...(fileName === undefined ? {} : { fileName }),
    })),
  };
}

function maskBody(text: string, mediaType: string): string {
  if (/^application\/x-www-form-urlencoded\b/i.test(mediaType)) {
    const fields = [...new URLSearchParams(text)];
    if (!fields.some(([name]) => isSensitiveName(name))) return maskText(text);
    return new URLSearchParams(
      fields.map(([name, value]): [string, string] => [name, isSensitiveName(name) ? MASK : value]),
    ).toString();
  }
  try {
    const parsed: unknown = JSON.parse(text);
    let found = false;
    const shown = JSON.stringify(
      parsed,
      (name, value: unknown) => {
        if (!isSensitiveName(name) || value === null) return value;
        found = true;
        return MASK;
      },
      2,
    );
    return maskText(found ? shown : text);
  } catch {
    return maskText(text);
  }
}
