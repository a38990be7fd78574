const routes = [
  [/^\/$/, 'resources', []],
  [/^\/consolelogs(?:\/resource\/([^/]+))?\/?$/, 'console', ['resource']],
  [/^\/structuredlogs(?:\/resource\/([^/]+))?\/?$/, 'logs', ['resource']],
  [/^\/traces(?:\/resource\/([^/]+))?\/?$/, 'traces', ['resource']],
  [/^\/traces\/detail\/([0-9a-f]+)\/?$/i, 'trace', ['id']],
  [/^\/metrics(?:\/resource\/([^/]+)(?:\/meter\/([^/]+)\/instrument\/([^/]+))?)?\/?$/, 'metrics', ['resource', 'meter', 'instrument']],
];

/**
 * Shows the page that the address asks for.
 * @typedef {{title: string, element: HTMLElement, enter: (route: Record<string, string>, query: URLSearchParams) => void, leave: () => void}} Page
 */
export class Router {
  #pages;
  #view;
  #current = null;
  #missing;

  /** @param {Record<string, Page>} pages @param {HTMLElement} view @param {Page} missing */
  constructor(pages, view, missing) {
    this.#pages = pages;
    this.#view = view;
    this.#missing = missing;
    addEventListener('popstate', () => this.show());
    document.addEventListener('click', (event) => this.#follow(event));
  }

  /** Goes to an address of the dashboard. */
  go(path) {
    history.pushState(null, '', path);
    this.show();
  }

  /** The same place by its other name: there is no way back to the first one. */
  correct(path) {
    history.replaceState(null, '', path);
    this.show();
  }

  /** Writes other filters into the address, without a step in the history. */
  replaceQuery(query) {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      (Array.isArray(value) ? value : [value]).filter(Boolean).forEach((one) => parameters.append(name, one));
    }

    history.replaceState(null, '', `${location.pathname}${parameters.size ? `?${parameters}` : ''}`);
  }

  show() {
    const { name, route } = match(location.pathname);
    const page = this.#pages[name] ?? this.#missing;
    if (this.#current !== page) {
      this.#current?.leave();
      this.#view.replaceChildren(page.element);
      this.#current = page;
    }

    const marked = name === 'trace' ? 'traces' : name;
    document.querySelectorAll('nav [data-page]').forEach((link) => {
      link.toggleAttribute('aria-current', link.dataset.page === marked);
      if (link.dataset.page === marked) {
        link.setAttribute('aria-current', 'page');
      }
    });
    document.title = `${page.title} · ${document.querySelector('[data-part=application]').textContent}`;
    page.enter(route, new URLSearchParams(location.search));
  }

  #follow(event) {
    const link = event.target.closest?.('a[href]');
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const href = link?.getAttribute('href');
    if (link && isPlain && !event.defaultPrevented && !link.target && href.startsWith('/') && !href.startsWith('//')) {
      event.preventDefault();
      this.go(href);
    }
  }
}

function match(path) {
  for (const [pattern, name, keys] of routes) {
    const found = pattern.exec(path);
    if (found) {
      return { name, route: Object.fromEntries(keys.map((key, index) => [key, decode(found[index + 1] ?? '')])) };
    }
  }

  return { name: '', route: {} };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
