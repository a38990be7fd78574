import { el } from '../dom.js';
import { counted } from '../format.js';

/** Reminds of changes that wait in a data set which is not the one on the screen. */
export class UnsavedNotice {
  #element;
  #unsaved;

  /** @param {HTMLElement} element @param {import('./unsaved.js').Unsaved} unsaved */
  constructor(element, unsaved) {
    this.#element = element;
    this.#unsaved = unsaved;
    unsaved.addEventListener('change', () => this.#show());
    addEventListener('hashchange', () => this.#show());
  }

  #show() {
    const [place, open] = location.hash.slice(1).split(/[/?]/);
    const elsewhere = this.#unsaved.names.filter((name) => place !== 'data' || decodeURIComponent(open ?? '') !== name);
    this.#element.hidden = elsewhere.length === 0;
    this.#element.replaceChildren(...elsewhere.map((name) => el('p', {},
      `${counted(this.#unsaved.countOf(name), 'change')} to ${name} ${this.#unsaved.countOf(name) === 1 ? 'is' : 'are'} not saved. `,
      el('a', { href: `#data/${encodeURIComponent(name)}` }, 'Go back'))));
  }
}
