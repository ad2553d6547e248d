import path from 'node:path';
import { HtmlValidate } from 'html-validate';
import { projectRoot } from '#platform';
import { samples } from '../samples/index.js';
import { adminSite, anonymousSite } from '../samples/site.sample.js';
import { Assets } from './assets.js';
import { Templates } from './templates.js';

const folder = path.join(projectRoot(), 'apps', 'portal-web');
const templates = new Templates(path.join(folder, 'views'));
const assets = new Assets(path.join(folder, 'public'));

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard'],
  rules: {
    // Safari takes lists without bullets for no lists, unless it is told again.
    'no-redundant-role': 'off',
  },
});

it.each(Object.entries(samples))('the page “%s” is valid HTML', (_name, { page, model, area }) => {
  const site = area === undefined ? anonymousSite(assets.links) : adminSite(assets.links, area);
  const report = validator.validateStringSync(templates.render(page, model, site));
  const found = report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector ?? ''})`),
  );
  expect([...new Set(found)].slice(0, 10)).toEqual([]);
});
