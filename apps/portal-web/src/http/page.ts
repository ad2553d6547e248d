import type { Flash } from '../view/site.js';

/** What a controller answers to show a page: which one, filled with what. */
export class Page {
  constructor(
    readonly name: string,
    readonly model: { title: string },
    readonly options: {
      status?: number;
      /** The same for every visitor without a session, so it may be kept for some seconds. */
      shared?: boolean;
    } = {},
  ) {}
}

/** What a controller answers to lead on (303), with a sentence for the next page if there is something to say. */
export class Redirect {
  constructor(
    readonly to: string,
    readonly flash?: Flash,
  ) {}
}

/** What a controller answers to send a text for machines: the same for every visitor without a session. */
export class PlainText {
  constructor(
    readonly contentType: 'text/markdown' | 'text/plain',
    readonly text: string,
  ) {}
}
