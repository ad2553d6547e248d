import type { SampleRequestDto } from '#contract';

/** One tab of a code block. */
export interface CodeSample {
  label: string;
  text: string;
}

/** The same call in each language; the curl as the API has written it. */
export function codeSamples(curl: string, request: SampleRequestDto): CodeSample[] {
  return [
    { label: 'curl', text: curl },
    { label: 'JavaScript', text: javaScript(request) },
    { label: 'Python', text: python(request) },
  ];
}

/** A string as JavaScript and Python both read it, whatever it holds. */
function quoted(text: string): string {
  const isPlain = /^[\x20-\x7e]*$/.test(text) && !/['\\]/.test(text);
  return isPlain ? `'${text}'` : JSON.stringify(text);
}

function javaScript({ method, url, headers, body, parts }: SampleRequestDto): string {
  const form = parts?.map(({ name, value, isFile }) => {
    const part = isFile ? `new Blob(['…']), ${quoted(value)}` : quoted(value);
    return `form.append(${quoted(name)}, ${part});`;
  });
  return [
    ...(form === undefined ? [] : ['const form = new FormData();', ...form, '']),
    `const response = await fetch(${quoted(url)}, {`,
    ...(method === 'GET' ? [] : [`  method: ${quoted(method)},`]),
    '  headers: {',
    ...headers.map(({ name, value }) => `    ${quoted(name)}: ${quoted(value)},`),
    '  },',
    ...(body === null ? [] : [`  body: ${quoted(body)},`]),
    ...(form === undefined ? [] : ['  body: form,']),
    '});',
    'console.log(response.status, await response.text());',
  ].join('\n');
}

function python({ method, url, headers, body, parts }: SampleRequestDto): string {
  const files = parts?.map(({ name, value, isFile }) => {
    const part = isFile ? `open(${quoted(value)}, 'rb')` : `(None, ${quoted(value)})`;
    return `        (${quoted(name)}, ${part}),`;
  });
  return [
    'import requests',
    '',
    'response = requests.request(',
    `    ${quoted(method)},`,
    `    ${quoted(url)},`,
    '    headers={',
    ...headers.map(({ name, value }) => `        ${quoted(name)}: ${quoted(value)},`),
    '    },',
    ...(body === null ? [] : [`    data=${quoted(body)}.encode(),`]),
    ...(files === undefined ? [] : ['    files=[', ...files, '    ],']),
    ')',
    'print(response.status_code, response.text)',
  ].join('\n');
}
