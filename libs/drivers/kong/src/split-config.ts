/** A configuration as text, with our entities apart. */
export interface SplitConfig {
  /** What is left, still a configuration. */
  foreign: string;
  /** Our entities by id, each as a configuration of its own. */
  ours: Map<string, string>;
}

/**
 * Takes our entities out of what `GET /config` gave without parsing them, because there may be very many and YAML is slow
 * to parse. It goes by how Kong writes: one list for each kind, in block style. What it does not recognise it leaves.
 */
export function splitConfig(text: string, tag: string): SplitConfig {
  const ours = new Map<string, string>();
  // What one entity defines another may use.
  if (/(?:^|[:-]) *[&*]\S/m.test(text)) return { foreign: text, ours };
  const foreign: string[] = [];
  let list = '';
  let indent: number | null = null;
  let entity: string[] = [];
  const end = () => {
    const id = indent === null ? null : idOfOurs(entity.join('\n'), indent, tag);
    if (id === null) foreign.push(...entity);
    else ours.set(id, [list, ...entity].join('\n'));
    entity = [];
  };
  for (const line of text.split('\n')) {
    const [, spaces, word] = /^( *)(\S?)/.exec(line) as unknown as [string, string, string];
    const isName = spaces === '' && word !== '' && word !== '-';
    const isNext = word === '-' && (indent === null || spaces.length === indent);
    if (isName || isNext) end();
    if (isName) [list, indent] = [line, null];
    if (isNext) indent = spaces.length;
    (isName ? foreign : entity).push(line);
  }
  end();
  return { foreign: foreign.join('\n'), ours };
}

/** Members stand two columns behind the dash, and texts over several lines further in, so that neither is mistaken. */
function idOfOurs(entity: string, indent: number, tag: string): string | null {
  const margin = ' '.repeat(indent + 2);
  const members = margin + entity.slice(indent + 2);
  const hasTag = new RegExp(`^${margin}tags:\\n(?:${margin} *- .*\\n)*?${margin} *- (['"]?)${tag}\\1$`, 'm');
  const id = new RegExp(`^${margin}id: (['"]?)([0-9a-f-]{36})\\1$`, 'm').exec(members)?.[2];
  return id !== undefined && hasTag.test(members) ? id : null;
}
