import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Assets } from '../view/assets.js';
import type { NavLink, Site } from '../view/site.js';
import type { Templates } from '../view/templates.js';
import type { SessionUser } from '../session/session.js';
import type { PageCache } from './page-cache.js';
import type { Page } from './page.js';

/** Turns a Page into HTML for one visitor. */
export class Renderer {
  constructor(
    private readonly templates: Templates,
    private readonly assets: Assets,
    private readonly cache: PageCache,
    private readonly headers: Record<string, string>,
    private readonly brandName: string,
  ) {}

  /** @param waiting how many requests wait for this visitor's decision */
  render(page: Page, request: FastifyRequest, reply: FastifyReply, waiting = 0): string {
    const html = this.templates.render(page.name, page.model, this.site(request, waiting));
    const shared = page.options.shared === true && request.visitor.session === undefined;
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': shared ? 'private, no-cache' : 'no-store',
      vary: 'cookie, accept-encoding',
    };
    void reply.status(page.options.status ?? 200).headers(headers);
    if (shared && reply.statusCode === 200 && reply.getHeader('set-cookie') === undefined) {
      this.cache.store(request.raw, html, { ...this.headers, ...headers });
    }
    return html;
  }

  private site(request: FastifyRequest, waiting: number): Site {
    const { visitor } = request;
    const user = visitor.session?.user;
    return {
      brandName: this.brandName,
      theme: visitor.theme,
      path: request.method === 'GET' ? request.url : '/',
      nav: navigation(user, request.url, waiting),
      user,
      flash: visitor.takeFlash(),
      assets: this.assets.links,
      get csrfToken() {
        return visitor.csrfToken;
      },
    };
  }
}

function navigation(user: SessionUser | undefined, url: string, waiting: number): NavLink[] {
  const [path = '/'] = url.split('?');
  const entry = (href: string, label: string, ...also: string[]): NavLink => ({
    href,
    label,
    current: path === href || [href, ...also].some((start) => start !== '/' && path.startsWith(`${start}/`)),
  });
  const catalogue = entry('/', 'Catalogue', '/services');
  if (user === undefined) return [catalogue];
  return [
    catalogue,
    entry('/applications', 'Applications'),
    ...(user.isPublisher || user.isAdmin
      ? [entry('/publish', 'Publish'), { ...entry('/approvals', 'Approvals'), count: waiting }]
      : []),
    ...(user.isAdmin || user.isAuditor ? [entry('/admin', 'Admin')] : []),
  ];
}
