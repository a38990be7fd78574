/**
 * Shows one place at a time, chosen by the address after "#": #data, #data/<data set>/<view>, #train, #train/<run>, #draw.
 * @typedef {{title: string, enter: (path: string, query: URLSearchParams) => Promise<void> | void, leave: () => void}} Place
 */
export class Router {
  #places;
  #current = null;

  /** @param {Record<string, {place: Place, element: HTMLElement, link: HTMLAnchorElement}>} places */
  constructor(places) {
    this.#places = places;
    addEventListener('hashchange', () => this.#follow());
  }

  /** Goes where the address says, or to a place of the caller's choice when it says nothing. */
  async start(chooseFirst) {
    if (!(parse(location.hash).name in this.#places)) {
      history.replaceState(null, '', `#${await chooseFirst()}`);
    }

    this.#follow();
  }

  /** Enters the current place anew. */
  reload() {
    const { path, query } = parse(location.hash);
    this.#places[this.#current].place.enter(path, query);
  }

  #follow() {
    const { name, path, query } = parse(location.hash);
    const next = this.#places[name];
    if (!next) {
      return;
    }

    if (this.#current !== name) {
      this.#leave();
      this.#current = name;
      next.element.hidden = false;
      next.link.setAttribute('aria-current', 'page');
      document.title = `${next.place.title} · Digits`;
      scrollTo(0, 0);
    }

    next.place.enter(path, query);
  }

  #leave() {
    const last = this.#places[this.#current];
    if (last) {
      last.place.leave();
      last.element.hidden = true;
      last.link.removeAttribute('aria-current');
    }
  }
}

function parse(hash) {
  const [address, search] = hash.slice(1).split('?');
  const [name, ...path] = address.split('/');
  return { name, path: decodeURIComponent(path.join('/')), query: new URLSearchParams(search) };
}
