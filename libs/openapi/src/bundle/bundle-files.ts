import path from 'node:path/posix';
import { get, type Json } from '../json.js';
import { parseText } from '../parse-text.js';
import { SpecFault } from '../spec-fault.js';
import { readZip, shown, unreadableZip, type ZipFile } from './read-zip.js';

const DOCUMENT_NAME = /\.(json|ya?ml)$/i;
const ROOT_NAME = /(^|\/)(openapi|swagger)\.(json|ya?ml)$/i;

/** A thing in a file; the pointer is '' or begins with a slash. */
export interface Place {
  file: string;
  pointer: string;
}

/** The JSON and YAML files of a zip, each parsed when it is first asked for. Nothing else can be reached. */
export class BundleFiles {
  private readonly files: ReadonlyMap<string, ZipFile>;
  private readonly trees = new Map<string, Json>();

  constructor(bytes: Uint8Array) {
    const files = readZip(bytes).filter(({ name }) => DOCUMENT_NAME.test(name) && !isHidden(name));
    this.files = new Map(files.map((file) => [file.name, file]));
  }

  tree(name: string): Json {
    const known = this.trees.get(name);
    if (known !== undefined) return known;
    const tree = this.parse(name);
    this.trees.set(name, tree);
    return tree;
  }

  text(name: string): string {
    return this.files.get(name)?.read().toString('utf8') ?? '';
  }

  /**
   * The document that the others belong to: the only one with `openapi` or `swagger` among the files that lie highest; of
   * several the one that is called openapi or swagger.
   */
  rootName(): string {
    const depths = [...this.files.keys()].map((name) => name.split('/').length);
    const highest = [...this.files.keys()].filter((name) => name.split('/').length === Math.min(...depths));
    const found = highest.filter((name) =>
      ['openapi', 'swagger'].some((key) => get(this.tree(name), key) !== undefined),
    );
    const [first, second] = found;
    if (first === undefined)
      throw new SpecFault('spec.not_openapi', 'No JSON or YAML file at the top of this zip has openapi or swagger.');
    if (second === undefined) return first;
    const named = found.filter((name) => ROOT_NAME.test(name));
    if (named.length === 1) return named[0] ?? first;
    throw unreadableZip(
      `it has several documents at its top, such as ${shown(first)} and ${shown(second)}. Call one of them openapi.yaml.`,
    );
  }

  /** Where a `$ref` in a file leads; null for what is not in the bundle. */
  locate(ref: string, from: string): Place | null {
    const [target = '', pointer = ''] = splitOnce(ref);
    if (pointer !== '' && !pointer.startsWith('/')) return null;
    if (target === '') return { file: from, pointer };
    if (/^([a-z][a-z\d+.-]*:|\/)/i.test(target) || target.includes('?')) return null;
    const file = path.join(path.dirname(from), percentDecoded(target)).normalize('NFC');
    return this.files.has(file) ? { file, pointer } : null;
  }

  private parse(name: string): Json {
    try {
      return parseText(this.files.get(name)?.read() ?? Buffer.alloc(0)).root;
    } catch (error) {
      if (!(error instanceof SpecFault)) throw error;
      throw new SpecFault(error.code, `In the file ${shown(name)} of this zip: ${error.message}`);
    }
  }
}

/** What systems put beside the files. */
function isHidden(name: string): boolean {
  return name.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');
}

function splitOnce(ref: string): [string, string] {
  const at = ref.indexOf('#');
  return at < 0 ? [ref, ''] : [ref.slice(0, at), ref.slice(at + 1)];
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
