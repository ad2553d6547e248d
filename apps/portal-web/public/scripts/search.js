/** Results while somebody types. Without this file the box leads to the page of results. */
const waitMs = 140;
const minLength = 2;

let count = 0;

class SearchBox {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector('input[type="search"]');
    this.id = `found-${(count += 1)}`;
    this.asked = this.input.value.trim();
    this.active = -1;
    this.build();
    this.input.addEventListener('input', () => this.typed());
    this.input.addEventListener('keydown', (event) => this.pressed(event));
    this.input.addEventListener('focus', () => this.reopen());
    form.addEventListener('focusout', (event) => {
      if (!form.contains(event.relatedTarget)) this.close();
    });
    // A press inside of the list must not take the focus away before the link was followed.
    this.panel.addEventListener('mousedown', (event) => event.preventDefault());
  }

  build() {
    this.panel = element('div', { class: 'find__panel', hidden: '' });
    this.list = element('div', { class: 'find__list', id: this.id, role: 'listbox', 'aria-label': 'Results' });
    this.none = element('p', { class: 'find__none', hidden: '' });
    this.status = element('p', { class: 'visually-hidden', role: 'status' });
    this.panel.append(this.list, this.none);
    this.form.append(this.panel, this.status);
    const said = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.id };
    for (const [name, value] of Object.entries(said)) this.input.setAttribute(name, value);
  }

  typed() {
    clearTimeout(this.timer);
    const text = this.input.value.trim();
    if (text === this.asked) return;
    this.asked = text;
    if (text.length < minLength) this.close();
    else this.timer = setTimeout(() => this.ask(), waitMs);
  }

  async ask() {
    this.running?.abort();
    this.running = new window.AbortController();
    const query = new window.URLSearchParams(new window.FormData(this.form));
    try {
      const headers = { accept: 'application/json' };
      const response = await fetch(`/search.json?${query}`, { signal: this.running.signal, headers });
      if (response.ok && document.activeElement === this.input) this.show(await response.json());
    } catch {
      // Another one was asked meanwhile, or the server is away: Enter leads to the page, which says so.
    }
  }

  show({ announcement, allHref, hits }) {
    const all = option(`${this.id}-all`, allHref, [element('span', { class: 'find__all' }, 'Show all results')]);
    const options = hits.map((hit, index) => hitOption(`${this.id}-${index}`, hit));
    this.list.replaceChildren(...options, ...(hits.length > 0 ? [all] : []));
    this.none.hidden = hits.length > 0;
    this.none.textContent = announcement;
    this.status.textContent = announcement;
    this.open();
  }

  open() {
    this.panel.hidden = false;
    this.input.setAttribute('aria-expanded', String(this.list.childElementCount > 0));
    this.select(-1);
  }

  /** What was found stays for whoever comes back to the box. */
  reopen() {
    const isCurrent = this.input.value.trim() === this.asked && this.asked.length >= minLength;
    if (this.list.childElementCount > 0 && isCurrent) this.open();
  }

  close() {
    clearTimeout(this.timer);
    this.running?.abort();
    this.panel.hidden = true;
    this.select(-1);
    this.input.setAttribute('aria-expanded', 'false');
  }

  select(index) {
    this.active = index;
    for (const [place, one] of [...this.list.children].entries())
      one.setAttribute('aria-selected', String(place === index));
    const selected = this.list.children[index];
    if (selected === undefined) return this.input.removeAttribute('aria-activedescendant');
    this.input.setAttribute('aria-activedescendant', selected.id);
    selected.scrollIntoView({ block: 'nearest' });
  }

  pressed(event) {
    if (event.isComposing) return;
    const places = this.list.childElementCount + 1;
    if (event.key === 'Escape') {
      this.close();
      this.input.blur();
    } else if (event.key === 'Enter' && this.active >= 0) {
      this.list.children[this.active].click();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !this.panel.hidden) {
      // One place more than there are results: the text itself.
      const step = event.key === 'ArrowDown' ? 1 : places - 1;
      this.select(((this.active + 1 + step) % places) - 1);
    } else {
      return;
    }
    event.preventDefault();
  }
}

function hitOption(id, { href, kind, method, title, path, service, version }) {
  const head = element('span', { class: 'find__title' });
  if (method !== undefined)
    head.append(element('span', { class: `method method--${method.toLowerCase()}` }, method), ' ');
  head.append(...marked(title));
  const place = [kind, version === undefined ? service : `${service} ${version}`].join(' · ');
  const parts = [head, element('span', { class: 'find__place' }, place)];
  if (path !== undefined) parts.splice(1, 0, element('span', { class: 'find__path' }));
  if (path !== undefined) parts[1].append(...marked(path));
  return option(id, href, parts);
}

function option(id, href, parts) {
  // The link itself is the choice: one inside of it would be out of reach for those who hear the page.
  const link = element('a', { id, href, role: 'option', 'aria-selected': 'false', tabindex: '-1' });
  link.append(...parts);
  return link;
}

function marked(pieces) {
  return pieces.map((piece) => (piece.marked ? element('mark', {}, piece.text) : piece.text));
}

function element(name, attributes, text) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

for (const form of document.querySelectorAll('[data-find]')) new SearchBox(form);
