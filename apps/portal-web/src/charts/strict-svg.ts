/**
 * The portal's Content-Security-Policy blocks style attributes and style elements, also inside SVG. This turns the
 * styles that a chart library writes into presentation attributes, which mean the same and are allowed.
 */
export function toStrictSvg(svg: string): string {
  return svg
    .replace(/<style[^>]*>[^]*?<\/style>/g, '')
    .replace(/\sclass="[^"]*"/g, '')
    .replace(/\sstyle="([^"]*)"/g, (_, style: string) => toAttributes(style));
}

const forbiddenProperties = new Set(['position', 'left', 'top', 'user-select', '-webkit-user-select', 'white-space']);

function toAttributes(style: string): string {
  return style
    .split(';')
    .map((declaration) => {
      const colon = declaration.indexOf(':');
      return [declaration.slice(0, colon).trim(), declaration.slice(colon + 1).trim()] as const;
    })
    .filter(([name, value]) => /^[a-z-]+$/.test(name) && value !== '' && !forbiddenProperties.has(name))
    .map(([name, value]) => ` ${name}="${value.replaceAll('"', "'")}"`)
    .join('');
}
