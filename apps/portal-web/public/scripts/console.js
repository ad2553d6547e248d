/** Comfort for trying an operation: without this file the same form is sent as a page. */
const PARTS = ['console-session', 'console-problem', 'console-answer', 'console-history'];

async function page(url, options = {}) {
  const response = await fetch(url, { credentials: 'same-origin', headers: { accept: 'text/html' }, ...options });
  return new window.DOMParser().parseFromString(await response.text(), 'text/html');
}

/** Opens the form where the reader is, instead of leading to its page. */
async function open(link) {
  const entry = link.closest('[data-console]');
  link.setAttribute('aria-busy', 'true');
  try {
    const part = (await page(link.href)).getElementById('console');
    if (part === null) throw new Error('No console came.');
    entry.append(part);
    link.remove();
    watch(part);
    part.querySelector('select, input:not([type="hidden"]), textarea, button')?.focus();
  } catch {
    window.location.assign(link.href);
  }
}

/** Sends the form and puts what the server made of it into this page. What was typed stays as it is. */
async function send(form) {
  const [button, cancel, progress] = ['send', 'cancel', 'progress'].map((name) =>
    form.querySelector(`[data-console-${name}]`),
  );
  if (button.disabled) return;
  const stop = new window.AbortController();
  const onCancel = () => stop.abort();
  cancel.addEventListener('click', onCancel);
  button.disabled = true;
  cancel.hidden = false;
  progress.textContent = 'Under way. A first call waits until the gateway has the key.';
  try {
    const body = new window.FormData(form);
    const came = await page(form.action, { method: 'POST', body, signal: stop.signal });
    progress.textContent = '';
    show(form, came);
  } catch {
    progress.textContent = stop.signal.aborted
      ? 'Given up. The call may have arrived nevertheless.'
      : 'The portal did not answer. Try again.';
  } finally {
    button.disabled = false;
    cancel.hidden = true;
    cancel.removeEventListener('click', onCancel);
  }
}

function show(form, came) {
  if (came.getElementById('console') === null) {
    const words = came.querySelector('main h1')?.textContent ?? 'This did not work.';
    form.querySelector('[data-console-progress]').textContent = `${words} Load the page again.`;
    return;
  }
  for (const id of PARTS) {
    const [here, there] = [document.getElementById(id), came.getElementById(id)];
    if (here !== null && there !== null) here.replaceChildren(...there.childNodes);
  }
  markFields(form, came);
  const target = document.querySelector(
    '#console-problem [role="alert"] a, #console-problem [role="alert"], #console-status',
  );
  if (target === null) return;
  if (target.matches('[role="alert"]')) target.tabIndex = -1;
  target.focus();
}

/** Takes over what is wrong with each field, and nothing else of it. */
function markFields(form, came) {
  for (const field of form.querySelectorAll('.field')) {
    const input = field.querySelector('.input');
    const there = came.getElementById(input.id);
    field.querySelector('.field__error')?.remove();
    for (const name of ['aria-invalid', 'aria-describedby']) {
      const value = there?.getAttribute(name) ?? null;
      if (value === null) input.removeAttribute(name);
      else input.setAttribute(name, value);
    }
    const error = there?.closest('.field').querySelector('.field__error');
    if (error) {
      field.append(error);
      input.closest('details')?.setAttribute('open', '');
    }
  }
}

/** The key is of no more use when the page is left; one that is kept for going back makes another. */
function end(form) {
  const id = form.elements.namedItem('session')?.value;
  if (!id) return;
  const body = new window.URLSearchParams({ session: id, _csrf: form.elements.namedItem('_csrf').value });
  navigator.sendBeacon(form.dataset.end, body);
  document.getElementById('console-session').replaceChildren();
}

function watch(scope) {
  const form = scope.querySelector('[data-console-form]');
  if (form === null) return;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(form);
  });
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  window.addEventListener('pagehide', () => end(form));
}

for (const link of document.querySelectorAll('[data-console-open]')) {
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void open(link);
  });
}
watch(document);
