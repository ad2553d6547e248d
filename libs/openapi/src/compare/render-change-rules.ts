import { CHANGE_RULE_GROUPS, CHANGE_RULES, type ChangeRule } from './change-rules.js';

const HEAD = `# Breaking changes

Gatehouse compares a new document with the one that is live before it is published, and every change that it finds has a
rule. This page lists the rules. It is written by \`npm run change-rules\` from the code; change it there.

- **breaking**: a client that worked stops working. It must send more or may send less than before, or it may get what
  was not there before, or misses what was.
- **dangerous**: some clients may stop working, or the documents do not tell whether they will.
- **safe**: no client stops working.

A request breaks where it is narrowed, a response where it is widened. Webhooks and callbacks are sent by the API, so
they turn around: their bodies are compared like responses, the answers to them like requests.

## How documents are compared

- Compared is what the documents allow, not how they are written. The order of keys and of lists without an order,
  descriptions, summaries, titles, examples, tags, links and extensions are no change; the extensions \`x-sunset\`,
  \`x-stability-level\`, \`x-extensible-enum\`, \`x-nullable\` and \`x-webhooks\` count, because many tools share them.
- A schema behind a \`$ref\` and the same schema written out are the same. \`allOf\` is joined before comparing, so what
  a branch brings is told keyword by keyword. Alternatives (\`oneOf\`, \`anyOf\`) are matched by what they say, then by
  name, then by likeness; their order does not matter.
- \`nullable: true\` and \`type: [.., "null"]\`, \`const\` and an \`enum\` of one, exclusive bounds of 3.0 and of 3.1, and
  defaults that are written out are the same. OpenAPI 2.0 is brought into the shape of 3.0 first.
- Paths are matched with the names of their parameters left out: \`/a/{x}\` and \`/a/{y}\` are one path. An operation
  that moved between the path of a server and the template is the same one.
- A change in a part that many operations share is told once, with all operations that it reaches.
- Properties that are \`readOnly\` are none of a request, those that are \`writeOnly\` none of a response.
- A keyword that is not known here and changed is told as dangerous.
`;

const OASDIFF = `## The same in the words of oasdiff

oasdiff is a tool for the command line that compares documents, too. Who knows its rules finds ours here. What it tells
of a whole \`allOf\` is told here by what the branch brings.
`;

/** The catalogue as a page of the documentation. */
export function renderChangeRules(): string {
  const parts = Object.entries(CHANGE_RULE_GROUPS).map(([title, rules]) => {
    const rows = Object.entries<ChangeRule>(rules).map(([id, rule]) => [`\`${id}\``, rule.class, rule.title, rule.why]);
    return `## ${title}\n\n${table(['Rule', 'Class', 'What happened', 'Why'], rows)}`;
  });
  return [HEAD, ...parts, `${OASDIFF}\n${oasdiffTable()}`].join('\n');
}

function oasdiffTable(): string {
  const rules = new Map<string, string[]>();
  for (const [id, { oasdiff }] of Object.entries(CHANGE_RULES))
    for (const name of oasdiff) rules.set(name, [...(rules.get(name) ?? []), `\`${id}\``]);
  const rows = [...rules].sort(([one], [other]) => (one < other ? -1 : 1));
  return table(
    ['oasdiff', 'Gatehouse'],
    rows.map(([name, ids]) => [`\`${name}\``, ids.join(', ')]),
  );
}

/** In columns, as the formatter of the repository wants it. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('');
}
