import type { FastifyReply } from 'fastify';
import { Page, Redirect } from '../../http/page.js';
import { lintHrefOf } from '../proposal/review.view.js';
import type { PublishingApi } from '../publish/publishing.api.js';
import { textOf, type Form } from '../shared/form.js';
import { refusalOf } from '../shared/refusal.js';
import { sendDownload } from '../shared/send-download.js';
import { type LintedDocument, lintView, type LintFilter } from './lint.view.js';

const nothing = { items: [] };

/** The pages about what the linter found in one of the documents of a version. */
export class LintPages {
  constructor(private readonly of: LintedDocument) {}

  async show(api: PublishingApi, slug: string, name: string, query: Form): Promise<Page> {
    const filter = filterOf(query);
    const { of } = this;
    const [service, version, report, history] = await Promise.all([
      api.service(slug),
      api.version(slug, name),
      api.lint(of, slug, name, { ...filter, limit: 100 }),
      of === 'version' ? api.lintHistory(slug, name) : nothing,
    ]);
    return new Page('lint', lintView({ of, service, version, report, history }, filter));
  }

  async csv(api: PublishingApi, slug: string, name: string, query: Form, reply: FastifyReply): Promise<void> {
    const { rule, severity } = filterOf(query);
    sendDownload(reply, await api.lintCsv(this.of, slug, name, { rule, severity }));
  }

  async again(api: PublishingApi, slug: string, name: string): Promise<Redirect> {
    const problem = await refusalOf(() => api.lintAgain(this.of, slug, name));
    const done = { kind: 'calm', message: 'It is linted again.' } as const;
    const flash = problem === undefined ? done : ({ kind: 'bad', message: problem.message } as const);
    return new Redirect(lintHrefOf(slug, name, this.of), flash);
  }
}

function filterOf(query: Form): LintFilter {
  const severity = textOf(query, 'severity');
  return {
    rule: textOf(query, 'rule').slice(0, 100),
    severity: severity === 'error' || severity === 'warn' ? severity : '',
    cursor: textOf(query, 'cursor'),
  };
}
