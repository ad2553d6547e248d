/** The portal's page of a version. */
export function versionPage(portalUrl: string, serviceSlug: string, versionName: string): string {
  const path = `services/${encodeURIComponent(serviceSlug)}/${encodeURIComponent(versionName)}`;
  return `${portalUrl.replace(/\/+$/, '')}/${path}`;
}
