/** Comfort only: every page reads and every form works without this file. */
const root = document.documentElement;
root.classList.add('has-script');

const localMinute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const localDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** Turns the UTC times that the server wrote into the reader's zone; hovering still shows UTC. */
function showLocalTimes(scope) {
  for (const element of scope.querySelectorAll('time[data-show]')) {
    const at = new Date(element.dateTime);
    element.title = at.toUTCString().replace('GMT', 'UTC');
    element.textContent = (element.dataset.show === 'minute' ? localMinute : localDay).format(at);
    element.removeAttribute('data-show');
  }
}

const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * The server writes and reads a field for day and time in UTC. Here it shows the reader's zone and says so, and what is
 * sent is the moment that was meant. A value that the browser has kept from an earlier look is of that zone already.
 */
function useLocalZone(input) {
  if (input.form === null || !('FormDataEvent' in window)) return;
  if (input.value !== '' && input.value === input.defaultValue) {
    const at = new Date(`${input.value}Z`);
    input.value = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }
  const hint = document.querySelector(`#${input.id}-hint [data-zone]`);
  if (hint !== null) hint.textContent = `In your time zone, ${zone}.`;
  input.form.addEventListener('formdata', ({ formData }) => {
    if (input.value !== '') formData.set(input.name, new Date(input.value).toISOString());
  });
}

async function copy(button) {
  const word = button.querySelector('span');
  const before = word.textContent;
  try {
    // The button of a code block copies the block, so that the text is on the page only once.
    const text = button.dataset.copy || button.parentElement.querySelector('code').textContent;
    await navigator.clipboard.writeText(text);
    word.textContent = 'Copied';
    button.classList.add('is-copied');
  } catch {
    word.textContent = 'Copying is not allowed here';
  }
  setTimeout(() => {
    word.textContent = before;
    button.classList.remove('is-copied');
  }, 2000);
}

/** Changes the colours at once; the server remembers the choice in a cookie. */
function switchTheme(form, theme) {
  root.dataset.theme = theme;
  void fetch(`${form.getAttribute('action')}?to=${theme}&back=/`, { redirect: 'manual', credentials: 'same-origin' });
  form.querySelector(`.theme-${theme === 'dark' ? 'light' : 'dark'}`).focus();
}

/** Warns before leaving a form that was changed and not sent. */
function guard(form) {
  let changed = false;
  form.addEventListener('input', () => (changed = true));
  form.addEventListener('submit', () => (changed = false));
  window.addEventListener('beforeunload', (event) => {
    if (changed) event.preventDefault();
  });
}

/** Enables the button of a dangerous form once the name was typed; the server checks the name too. */
function confirmByName(form) {
  const input = form.querySelector('input[name="confirm"]');
  const button = form.querySelector('button[type="submit"]');
  const update = () => (button.disabled = input.value.trim() !== form.dataset.confirm);
  input.addEventListener('input', update);
  update();
}

const refreshEveryMs = 2000;
const refreshAtMost = 300;

/**
 * Keeps a part of the page fresh while it waits for something: fetches the page named in data-refresh-url, takes the
 * element with the same id out of it, and goes on for as long as that one still carries data-refresh-url.
 */
function keepFresh(element, left = refreshAtMost) {
  if (left === 0 || element.id === '') return;
  setTimeout(async () => {
    if (document.hidden) return keepFresh(element, left);
    const next = await fetchPart(element.dataset.refreshUrl, element.id);
    // Whoever is about to press something in it would lose their place.
    const isInUse = element.contains(document.activeElement?.closest('a, button, input, select, textarea, summary'));
    if (next === null || isInUse) return keepFresh(element, left - 1);
    element.replaceWith(next);
    enhance(next);
    if (next.dataset.refreshUrl !== undefined) keepFresh(next, left - 1);
  }, refreshEveryMs);
}

async function fetchPart(url, id) {
  try {
    const response = await fetch(url, { credentials: 'same-origin', headers: { accept: 'text/html' } });
    if (!response.ok) return null;
    const page = new window.DOMParser().parseFromString(await response.text(), 'text/html');
    return page.getElementById(id);
  } catch {
    return null;
  }
}

function enhance(scope) {
  showLocalTimes(scope);
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-copy]');
  if (button !== null) void copy(button);
  for (const menu of document.querySelectorAll('[data-menu][open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener('submit', (event) => {
  if (!event.target.matches('[data-theme-switch]')) return;
  event.preventDefault();
  switchTheme(event.target, event.submitter.value);
});

document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input, textarea, select, [contenteditable]');
  if (event.key === '/' && typing === null && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector('[data-search], input[type="search"]');
    if (search === null) return;
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === 'Escape') {
    for (const menu of document.querySelectorAll('[data-menu][open]')) menu.open = false;
  }
});

enhance(document);
for (const input of document.querySelectorAll('input[data-utc]')) useLocalZone(input);
for (const form of document.querySelectorAll('[data-guard]')) guard(form);
for (const form of document.querySelectorAll('[data-confirm]')) confirmByName(form);
for (const element of document.querySelectorAll('[data-refresh-url]')) keepFresh(element);
