import { markdownToHtml } from '../../view/markdown.js';
import { cut } from './json.js';

/** However little room is left, the beginning of a text is shown. */
const leastLength = 120;

/** The room that texts and examples have on one page: what comes first has its length, what comes later its beginning. */
export class PageRoom {
  constructor(
    private textBytes: number,
    private sampleBytes: number,
  ) {}

  /** Markdown as HTML, cut where it is longer than there is room. */
  html(markdown: string, maxLength: number): string {
    if (markdown === '') return '';
    const html = markdownToHtml(this.text(markdown, maxLength));
    this.textBytes -= html.length;
    return html;
  }

  private text(markdown: string, maxLength: number): string {
    return cut(markdown, Math.min(maxLength, Math.max(leastLength, this.textBytes)));
  }

  /** The text of an example, or of as much of it as there is room for; undefined when there is none. */
  sample(text: string, maxLength: number): string | undefined {
    if (this.sampleBytes <= 0) return undefined;
    const shown = cut(text, Math.min(maxLength, Math.max(leastLength, this.sampleBytes)));
    this.sampleBytes -= shown.length;
    return shown;
  }
}
