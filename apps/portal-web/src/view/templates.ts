import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Handlebars from 'handlebars';
import { helpers } from './helpers.js';
import type { Site } from './site.js';

const knownHelpers = Object.fromEntries(Object.keys(helpers).map((name) => [name, true]));

/** The pages of the portal, compiled once each from our own files; text from outside only ever fills them. */
export class Templates {
  private readonly pages: Map<string, HandlebarsTemplateDelegate>;
  private readonly layout: HandlebarsTemplateDelegate;

  /** @param folder the absolute path of `views/`, with `layouts`, `partials` and `pages` in it */
  constructor(folder: string) {
    const engine = Handlebars.create();
    engine.registerHelper(helpers as Handlebars.HelperDeclareSpec);
    const compile = (source: string) => engine.compile(source, { knownHelpers, knownHelpersOnly: true });
    for (const [name, source] of readTemplates(join(folder, 'partials'))) engine.registerPartial(name, source);
    this.pages = new Map([...readTemplates(join(folder, 'pages'))].map(([name, source]) => [name, compile(source)]));
    this.layout = compile(readFileSync(join(folder, 'layouts', 'page.hbs'), 'utf8'));
  }

  /** The names of all pages. */
  get names(): string[] {
    return [...this.pages.keys()];
  }

  /** A whole HTML document: the page `name` filled with `model`, inside the layout. */
  render(name: string, model: { title: string }, site: Site): string {
    const page = this.pages.get(name);
    if (page === undefined) throw new Error(`There is no page named ${name}`);
    const context = { ...model, site };
    return this.layout({ ...context, body: page(context) });
  }
}

function readTemplates(folder: string): Map<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.hbs'));
  return new Map(files.map((file) => [basename(file, '.hbs'), readFileSync(join(folder, file), 'utf8')]));
}
