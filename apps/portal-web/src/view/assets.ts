import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { AssetLinks } from './site.js';

/** One file that never changes under its address, with its compressed forms. */
export interface Asset {
  contentType: string;
  plain: Buffer;
  gzip?: Buffer;
  brotli?: Buffer;
}

const styleFiles = [
  'fonts',
  'tokens',
  'base',
  'layout',
  'forms',
  'components',
  'code',
  'pages',
  'reference',
  'console',
  'search',
  'gateways',
  'documents',
];
const require = createRequire(import.meta.url);

/** Everything that pages load, read once at start and named by its content, so that browsers may keep it for good. */
export class Assets {
  private readonly files = new Map<string, Asset>();
  readonly links: AssetLinks;

  /** @param folder the absolute path of `public/` */
  constructor(folder: string) {
    const font = (name: string, file: string) =>
      this.add(`${name}.woff2`, { contentType: 'font/woff2', plain: readFileSync(require.resolve(file)) });
    const sans = font('inter', '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2');
    const mono = font(
      'jetbrains-mono',
      '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
    );
    const styles = styleFiles
      .map((name) => readFileSync(join(folder, 'styles', `${name}.css`), 'utf8'))
      .join('')
      .replace('url(inter.woff2)', `url(${sans})`)
      .replace('url(jetbrains-mono.woff2)', `url(${mono})`);
    const script = (name: string) =>
      this.addText(
        `${name}.js`,
        'text/javascript; charset=utf-8',
        readFileSync(join(folder, 'scripts', `${name}.js`), 'utf8'),
      );
    this.links = {
      sans,
      styles: this.addText('portal.css', 'text/css; charset=utf-8', shrinkStyles(styles)),
      script: script('portal'),
      search: script('search'),
      reference: script('reference'),
      console: script('console'),
      icon: this.addText('icon.svg', 'image/svg+xml', readFileSync(join(folder, 'images', 'icon.svg'), 'utf8')),
    };
  }

  /** The file at this path (`/assets/portal.1a2b3c4d5e.css`), if it is one of ours. */
  get(path: string): Asset | undefined {
    return this.files.get(path);
  }

  private addText(name: string, contentType: string, text: string): string {
    const plain = Buffer.from(text);
    return this.add(name, {
      contentType,
      plain,
      gzip: gzipSync(plain, { level: 9 }),
      brotli: brotliCompressSync(plain),
    });
  }

  private add(name: string, asset: Asset): string {
    const hash = createHash('sha256').update(asset.plain).digest('hex').slice(0, 10);
    const path = `/assets/${name.replace('.', `.${hash}.`)}`;
    this.files.set(path, asset);
    return path;
  }
}

/** The style sheet without comments and indents; strings of ours hold neither. */
function shrinkStyles(css: string): string {
  return css
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s*\n\s*/g, '')
    .replace(/ \{/g, '{')
    .replace(/;\}/g, '}');
}
