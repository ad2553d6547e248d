import { markdownToHtml } from '../../view/markdown.js';
import { cut } from './json.js';

/** However little room is left, the beginning of a text is shown. */
const leastLength = 120;
/** What one row of a list costs as HTML beside its own words, about. */
const rowBytes = 350;
const sampleMarkBytes = 100;
/** Parts of a row that are counted where they are made. */
const countedAlready = new Set(['text', 'textHtml', 'fields', 'choices', 'contents', 'headers', 'links', 'examples']);

/** The first rows of a list, and how many the page has no room for. */
export interface Listed<View> {
  shown: View[];
  left: number;
}

/** The bytes that one page has, for its texts, its examples and the rows of its lists. */
export interface RoomBytes {
  texts: number;
  samples: number;
  rows: number;
}

/**
 * The room that texts, examples and rows have on one page: what comes first has its length, what comes later its
 * beginning.
 */
export class PageRoom {
  private readonly left: RoomBytes;

  constructor(bytes: RoomBytes) {
    this.left = { ...bytes };
  }

  /** Markdown as HTML, cut where it is longer than there is room. */
  html(markdown: string, maxLength: number): string {
    if (markdown === '') return '';
    const html = markdownToHtml(this.text(markdown, maxLength));
    const ofTexts = Math.min(html.length, Math.max(0, this.left.texts));
    this.left.texts -= ofTexts;
    this.left.rows -= html.length - ofTexts;
    return html;
  }

  /** As much of a text as there is room for now. */
  text(markdown: string, maxLength: number): string {
    return cut(markdown, Math.min(maxLength, Math.max(leastLength, this.left.texts)));
  }

  /** The text of an example, or of as much of it as there is room for; undefined when there is none. */
  sample(text: string, maxLength: number): string | undefined {
    if (this.left.samples <= 0) return undefined;
    const shown = cut(text, Math.min(maxLength, Math.max(leastLength, this.left.samples)));
    this.left.samples -= shown.length + sampleMarkBytes;
    return shown;
  }

  /**
   * The first rows of a list, while there is room; always one.
   * @param mostBytes of what is left, for this list
   */
  list<Item, View>(items: readonly Item[], mostBytes: number, make: (item: Item, index: number) => View): Listed<View> {
    const end = Math.max(0, this.left.rows - mostBytes);
    const shown: View[] = [];
    for (const [index, item] of items.entries()) {
      if (index > 0 && this.left.rows <= end) break;
      const view = make(item, index);
      this.left.rows -= rowBytes + wordsLength(view);
      shown.push(view);
    }
    return { shown, left: items.length - shown.length };
  }
}

/** Of all texts of a row; names of fields of ours are not sent. */
function wordsLength(view: unknown): number {
  if (typeof view === 'string') return view.length;
  if (typeof view !== 'object' || view === null) return 0;
  return Object.entries(view).reduce(
    (sum, [key, value]) => sum + (countedAlready.has(key) ? 0 : wordsLength(value) + (value instanceof Array ? 40 : 0)),
    0,
  );
}
