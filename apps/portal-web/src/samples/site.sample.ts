import type { AssetLinks, NavLink, Site } from '../view/site.js';

const nav = (current: string, ...names: [string, string, number?][]): NavLink[] =>
  names.map(([href, label, count]) => ({ href, label, current: label === current, count }));

/** The frame as somebody without a session sees it. */
export function anonymousSite(assets: AssetLinks, current = 'Catalogue'): Site {
  return {
    brandName: 'Gatehouse',
    theme: undefined,
    path: '/',
    signInHref: '/sign-in',
    signUpHref: '/sign-up',
    apiDocumentHref: 'https://api.example.com/openapi.json',
    nav: nav(current, ['/', 'Catalogue']),
    user: undefined,
    flash: undefined,
    assets,
    csrfToken: 'sample-token',
  };
}

/** The frame as an admin sees it. */
export function adminSite(assets: AssetLinks, current: string): Site {
  return {
    ...anonymousSite(assets),
    nav: nav(
      current,
      ['/', 'Catalogue'],
      ['/applications', 'Applications'],
      ['/publish', 'Publish'],
      ['/approvals', 'Approvals', 3],
      ['/admin', 'Admin'],
    ),
    user: { name: 'Mara Lindqvist', email: 'mara@example.com' },
  };
}
