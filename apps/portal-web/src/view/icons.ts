import Handlebars from 'handlebars';

const strokes: Record<string, string> = {
  check: '<path d="m3.5 8.5 3 3 6-7"/>',
  cross: '<path d="m4.5 4.5 7 7m0-7-7 7"/>',
  clock: '<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3.2l2 1.3"/>',
  ring: '<circle cx="8" cy="8" r="4.5"/>',
  dot: '<circle cx="8" cy="8" r="3.5" fill="currentColor"/>',
  half: '<circle cx="8" cy="8" r="4.5"/><path d="M8 3.5a4.5 4.5 0 0 1 0 9Z" fill="currentColor"/>',
  dash: '<path d="M4 8h8"/>',
  warn: '<path d="M8 2.5 14 13H2Zm0 4v3m0 1.6v.4"/>',
  info: '<circle cx="8" cy="8" r="5.5"/><path d="M8 7.5V11m0-6v.4"/>',
  plus: '<path d="M8 3.5v9M3.5 8h9"/>',
  copy: '<rect x="5.5" y="5.5" width="7.5" height="7.5" rx="1.5"/><path d="M10.5 3H4.5A1.5 1.5 0 0 0 3 4.5v6"/>',
  download: '<path d="M8 2.5v7m-3-3 3 3 3-3M3 13h10"/>',
  search: '<circle cx="7" cy="7" r="4"/><path d="m10 10 3.5 3.5"/>',
  left: '<path d="M9.5 3.5 5 8l4.5 4.5"/>',
  right: '<path d="M6.5 3.5 11 8l-4.5 4.5"/>',
  up: '<path d="m4 10 4-4 4 4"/>',
  down: '<path d="m4 6 4 4 4-4"/>',
  lock: '<rect x="3.5" y="7" width="9" height="6" rx="1.5"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>',
  sun: '<circle cx="8" cy="8" r="2.8"/><path d="M8 1.5v1.2m0 10.6v1.2M1.5 8h1.2m10.6 0h1.2M3.4 3.4l.9.9m7.4 7.4.9.9m0-9.2-.9.9m-7.4 7.4-.9.9"/>',
  moon: '<path d="M13 9.5A5.5 5.5 0 0 1 6.500 3 5.500 5.500 0 1 0 13 9.500Z"/>',
};

const gate =
  '<svg width="36" height="36" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.2" stroke-linejoin="round" aria-hidden="true"><path d="M3 21V5h3v2h2.500V5h2v2h3V5h2v2H18V5h3v16h-5.500v-5.500a3.500 3.500 0 0 0-7 0V21Z"/></svg>';

/** One small drawing of our own, in the colour of the text beside it. Always with a word beside it, so hidden from readers. */
export function icon(name: string): Handlebars.SafeString {
  if (name === 'gate') return new Handlebars.SafeString(gate);
  const drawing = strokes[name];
  if (drawing === undefined) throw new Error(`There is no icon named ${name}`);
  return new Handlebars.SafeString(
    `<svg width="14" height="14" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${drawing}</svg>`,
  );
}
