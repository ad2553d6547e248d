import type { SampleRequestDto } from '#contract';
import { programOf } from './program-shape.js';
import { languages } from './languages.js';

/** One tab of a code block. */
export interface CodeSample {
  label: string;
  text: string;
}

/** As much text of programs as a page holds at once; what is beyond is a page away. */
const maxPageLength = 12_000;
const maxCurlLength = 6_000;

/** One language of a code block; without a text, the address of the page that has it. */
export interface LanguageSample {
  id: string;
  label: string;
  text: string;
  href: string | undefined;
}

/**
 * The same call in each language; the curl as the API has written it. Of a long call only the chosen language is on the
 * page.
 *
 * @param chosen empty: none
 * @param hrefOf the page with this language chosen
 */
export function codeSamples(
  { curl, request }: { curl: string; request: SampleRequestDto },
  chosen: string,
  hrefOf: (language: string) => string,
): LanguageSample[] {
  const isShort = lengthOf(request) * languages.length <= maxPageLength;
  const all = [
    { id: 'curl', label: 'curl', isShort: curl.length <= maxCurlLength, write: () => curl },
    ...languages.map((language) => ({ ...language, isShort, write: () => programOf(language, request) })),
  ];
  return all.map(({ id, label, write, ...sample }) =>
    sample.isShort || id === chosen
      ? { id, label, text: write(), href: undefined }
      : { id, label, text: '', href: hrefOf(id) },
  );
}

function lengthOf({ url, headers, body, parts }: SampleRequestDto): number {
  const named = [...headers, ...(parts ?? [])];
  return url.length + (body?.length ?? 0) + named.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
}
