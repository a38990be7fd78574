import { button, el } from '../dom.js';

const MOST = 24;

/** The drawn samples that wait to be saved, newest first, each of which can be taken back. */
export class DrawnList {
  element;
  #onTakeBack;
  #list = el('ul', { class: 'drawn' });
  #none = el('p', { class: 'hint' }, 'What you draw waits here until you save it.');
  #shown = new Map();

  /** @param {(number: number) => void} onTakeBack */
  constructor(onTakeBack) {
    this.#onTakeBack = onTakeBack;
    this.element = el('section', { 'aria-label': 'Drawn samples' }, el('h3', {}, 'Drawn samples'), this.#none, this.#list);
  }

  /** @param {{number: number, label: string, data: string}[]} added newest first */
  show(added) {
    const newest = added.slice(0, MOST);
    this.#shown = new Map(newest.map((drawn) => [drawn.number, this.#shown.get(drawn.number) ?? this.#item(drawn)]));
    this.#list.replaceChildren(...this.#shown.values());
    this.#none.hidden = added.length > 0;
  }

  #item({ number, label, data }) {
    return el('li', {},
      el('img', { src: `data:image/png;base64,${data}`, width: 56, height: 56, alt: '' }), el('span', {}, label),
      button('Undo', () => this.#onTakeBack(number), { class: 'small', 'aria-label': `Undo ${label}` }));
  }
}
