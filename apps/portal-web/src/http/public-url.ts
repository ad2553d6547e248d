/** Where people and programs reach the portal: what stands before addresses that are read elsewhere. */
export class PublicUrl {
  /** Without a slash at its end. */
  readonly base: string;

  constructor(publicPortalUrl: string) {
    this.base = publicPortalUrl.replace(/\/+$/, '');
  }
}
