import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Assets } from '../view/assets.js';
import { isLocalPath, withQuery } from '../view/helpers.js';
import type { NavLink, Site } from '../view/site.js';
import type { Templates } from '../view/templates.js';
import type { SessionUser } from '../session/session.js';
import type { PageCache } from './page-cache.js';
import type { Page, PlainText } from './page.js';

/** What of a visitor the navigation shows. */
export interface Standing {
  isPublisher: boolean;
  /** How many requests wait for their decision. */
  waiting: number;
}

const nobody: Standing = { isPublisher: false, waiting: 0 };

/** Turns a Page into HTML for one visitor. */
export class Renderer {
  constructor(
    private readonly templates: Templates,
    private readonly assets: Assets,
    private readonly cache: PageCache,
    private readonly headers: Record<string, string>,
    private readonly brand: { name: string; apiDocumentHref: string },
  ) {}

  render(page: Page, request: FastifyRequest, reply: FastifyReply, standing = nobody): string {
    const html = this.templates.render(page.name, page.model, this.site(request, standing));
    const shared = page.options.shared === true && request.visitor.session === undefined;
    void reply.status(page.options.status ?? 200);
    this.keep(html, 'text/html; charset=utf-8', shared, request, reply);
    return html;
  }

  /** A text as it is. */
  send({ text, contentType }: PlainText, request: FastifyRequest, reply: FastifyReply): string {
    this.keep(text, `${contentType}; charset=utf-8`, request.visitor.session === undefined, request, reply);
    return text;
  }

  private keep(body: string, contentType: string, shared: boolean, request: FastifyRequest, reply: FastifyReply): void {
    const headers = {
      'content-type': contentType,
      'cache-control': shared ? 'private, no-cache' : 'no-store',
      vary: 'cookie, accept-encoding',
    };
    void reply.headers(headers);
    if (shared && reply.statusCode === 200 && reply.getHeader('set-cookie') === undefined) {
      this.cache.store(request.raw, body, { ...this.headers, ...headers });
    }
  }

  private site(request: FastifyRequest, standing: Standing): Site {
    const { visitor } = request;
    const user = visitor.session?.user;
    return {
      brandName: this.brand.name,
      theme: visitor.theme,
      path: request.method === 'GET' ? request.url : '/',
      ...waysIn(request),
      apiDocumentHref: this.brand.apiDocumentHref,
      nav: navigation(user, request.url, standing),
      user,
      flash: visitor.takeFlash(),
      assets: this.assets.links,
      get csrfToken() {
        return visitor.csrfToken;
      },
    };
  }
}

/** Signing in leads back to the page that was left for it, also from the other one of the two. */
function waysIn({ method, url, query }: FastifyRequest): Pick<Site, 'signInHref' | 'signUpHref'> {
  const here = method === 'GET' && !/^\/sign-(in|up)\b/.test(url) ? url : (query as Record<string, unknown>)['back'];
  const back = isLocalPath(here) && here !== '/' ? here : undefined;
  return { signInHref: withQuery('/sign-in', { back }), signUpHref: withQuery('/sign-up', { back }) };
}

function navigation(user: SessionUser | undefined, url: string, { isPublisher, waiting }: Standing): NavLink[] {
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
    ...(isPublisher || user.isAdmin
      ? [entry('/publish', 'Publish'), { ...entry('/approvals', 'Approvals'), count: waiting }]
      : []),
    ...(user.isAdmin || user.isAuditor ? [entry('/admin', 'Admin')] : []),
  ];
}
