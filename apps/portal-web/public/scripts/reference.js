/** Comfort of the pages on which an API is read: without it every disclosure holds a link to the same. */
const languageKey = 'gatehouse-language';

/** What a disclosure links to is fetched when it is opened, and takes the link's place. */
async function load(details) {
  const link = details.querySelector('a');
  if (link === null || details.dataset.more === 'loaded') return;
  details.dataset.more = 'loaded';
  try {
    const response = await fetch(link.href, { credentials: 'same-origin' });
    if (!response.ok) throw new Error(String(response.status));
    const page = new window.DOMParser().parseFromString(await response.text(), 'text/html');
    const root = page.querySelector('[data-root]');
    const shape = root.querySelector('[data-shape]');
    place(shape, root.dataset.root, details.closest('[id]')?.id ?? '');
    details.replaceChildren(details.querySelector('summary'), shape);
  } catch {
    details.dataset.more = '';
  }
}

/** The anchors of a page of its own become those of the place that the fields now stand in. */
function place(shape, from, to) {
  const moved = (name) =>
    name.startsWith(`${from}.`) || name.startsWith(`${from}[`) || name.startsWith(`${from}{`)
      ? to + name.slice(from.length)
      : name;
  for (const element of shape.querySelectorAll('[id]')) element.id = moved(element.id);
  for (const link of shape.querySelectorAll('a[href^="#"]')) {
    const name = link.getAttribute('href').slice(1);
    link.setAttribute('href', `#${name === from ? to : moved(name)}`);
  }
}

/** Opens everything around the place that the address names, and fetches what it stands in where it is not here yet. */
async function showTarget() {
  const wanted = window.location.hash.slice(1);
  if (wanted === '') return;
  for (let round = 0; round < 12; round += 1) {
    const found = document.getElementById(wanted);
    if (found !== null) return reveal(found, round > 0);
    const parent = nearest(wanted);
    const more = parent?.querySelector('[data-more=""]');
    if (!more) return;
    await load(more);
  }
}

function nearest(name) {
  for (let end = name.length - 1; end > 0; end -= 1) {
    const element = document.getElementById(name.slice(0, end));
    if (element !== null) return element;
  }
  return null;
}

function reveal(element, isNew) {
  let isHidden = isNew;
  for (let around = element; around !== null; around = around.parentElement) {
    if (around.tagName === 'DETAILS' && !around.open) {
      around.open = true;
      isHidden = true;
    }
  }
  if (!isHidden) return;
  // Setting the address again also moves the mark of the target to what was only just made.
  window.location.replace(window.location.href);
  element.scrollIntoView();
}

/** All code blocks follow the language that was chosen last, on this page and the next. */
function chooseLanguage(id) {
  for (const block of document.querySelectorAll('[data-languages]')) {
    const radio = [...block.querySelectorAll('input[type="radio"]')].find(({ value }) => value === id);
    if (radio === undefined) continue;
    radio.checked = true;
    void fetchSample(block, id);
  }
}

async function fetchSample(block, id) {
  const panel = block.querySelector(`[data-language="${id}"]`);
  const link = panel?.querySelector('.code__away a');
  if (!link) return;
  try {
    const response = await fetch(link.href, { credentials: 'same-origin' });
    const page = new window.DOMParser().parseFromString(await response.text(), 'text/html');
    const sample = page.querySelector(`[data-language="${id}"]`);
    if (sample.querySelector('pre') !== null) panel.replaceChildren(...sample.children);
  } catch {
    // The link is still there.
  }
}

function remembered() {
  try {
    return window.localStorage.getItem(languageKey);
  } catch {
    return null;
  }
}

document.addEventListener(
  'toggle',
  (event) => {
    if (event.target.matches('[data-more][open]')) void load(event.target);
  },
  true,
);
document.addEventListener('change', (event) => {
  if (!event.target.matches('[data-languages] input')) return;
  try {
    window.localStorage.setItem(languageKey, event.target.value);
  } catch {
    // Then it holds for this page.
  }
  chooseLanguage(event.target.value);
});
window.addEventListener('hashchange', () => void showTarget());

/** In a long list the current operation is where the eye looks for it. */
function showCurrent() {
  const list = document.querySelector('.reference__nav');
  const current = list?.querySelector('[aria-current="page"]');
  if (!current || list.scrollHeight <= list.clientHeight) return;
  const top = current.getBoundingClientRect().top - list.getBoundingClientRect().top;
  if (top > list.clientHeight - 80) list.scrollTop += top - list.clientHeight / 3;
}

const isAsked = new window.URLSearchParams(window.location.search).has('language');
const language = remembered();
if (language !== null && !isAsked) chooseLanguage(language);
void showTarget();
showCurrent();
