/** What the frame around every page shows: who looks, from where, with which files. */
export interface Site {
  brandName: string;
  theme: 'light' | 'dark' | undefined;
  /** Path and query of this page, for coming back to it. */
  path: string;
  /** The ways in, each with the way back to this page. */
  signInHref: string;
  signUpHref: string;
  /** The OpenAPI document of our own API. */
  apiDocumentHref: string;
  nav: NavLink[];
  user: { name: string; email: string } | undefined;
  flash: Flash | undefined;
  assets: AssetLinks;
  /** Read only by pages with a form: reading it for a visitor without a session starts one for the form. */
  readonly csrfToken: string;
}

export interface NavLink {
  href: string;
  label: string;
  current: boolean;
  /** How many things wait there; shown as a mark when above zero. */
  count?: number;
}

/** One sentence carried over a redirect. */
export interface Flash {
  kind: 'good' | 'wait' | 'bad' | 'calm';
  message: string;
}

/** The hashed addresses of the files that pages load. */
export interface AssetLinks {
  styles: string;
  script: string;
  search: string;
  /** Only the pages on which an API is read. */
  reference: string;
  /** Only the pages with an operation to try. */
  console: string;
  sans: string;
  icon: string;
}
