import { pageFaults } from './page-faults.js';

const page = (body: string) =>
  `<!doctype html><html lang="en"><head><title>t</title></head><body><main>${body}</main></body></html>`;

describe('pageFaults', () => {
  it('finds nothing wrong with a sound page', () => {
    expect(pageFaults(page('<h1 id="a">A &lt;b&gt;</h1><p>x <code>{{y}}</code></p>'))).toEqual([]);
  });

  it('takes a word that the document says itself for no slip', () => {
    const body = page('<p>For example <code>undefined</code></p>');
    expect(pageFaults(body, '{"example":"undefined"}')).toEqual([]);
    expect(pageFaults(body, '{"example":"defined"}')).not.toEqual([]);
  });

  it.each([
    ['an element that no template writes', '<marquee>x</marquee>'],
    ['a handler', '<p onclick="x()">x</p>'],
    ['an address that is a script', '<a href=" javascript:x()">x</a>'],
    ['an id twice', '<p id="a">x</p><p id="a">y</p>'],
    ['an element that is not closed', '<div><p>x</p>'],
    ['an attribute twice', '<p class="a" class="b">x</p>'],
    ['an object in place of a text', '<p>[object Object]</p>'],
    ['nothing in place of a text', '<p>undefined</p>'],
  ])('finds %s', (_what, body) => {
    expect(pageFaults(page(body))).not.toEqual([]);
  });
});
