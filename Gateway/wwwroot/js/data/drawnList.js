import { button, el } from '../dom.js';

const MOST = 24;

/**
 * The samples drawn last, newest first, each of which can be taken back.
 * @typedef {{label: string, url: string, number: number}} Drawn number is below 0 until it is stored
 */
export class DrawnList {
  element;
  #onTakeBack;
  #items = [];
  #list = el('ul', { class: 'drawn' });
  #none = el('p', { class: 'hint' }, 'What you draw shows here.');

  /** @param {(drawn: Drawn) => void} onTakeBack */
  constructor(onTakeBack) {
    this.#onTakeBack = onTakeBack;
    this.element = el('section', { 'aria-label': 'Drawn last' }, el('h3', {}, 'Drawn last'), this.#none, this.#list);
  }

  /** @param {Drawn} drawn */
  add(drawn) {
    const take = button('Undo', () => this.#takeBack(drawn), { class: 'small', 'aria-label': `Undo ${drawn.label}` });
    const element = el('li', { 'data-state': 'saving' }, el('img', { src: drawn.url, width: 56, height: 56, alt: '' }), el('span', {}, drawn.label), take);
    this.#items.unshift({ drawn, element, take });
    this.#items.splice(MOST).forEach((old) => this.#remove(old));
    this.#list.prepend(element);
    this.#none.hidden = true;
  }

  /** The sample is stored. */
  saved(drawn) {
    const item = this.#find(drawn);
    if (item) {
      item.element.dataset.state = 'saved';
      item.take.disabled = false;
    }
  }

  /** The sample is not stored, or not any more. */
  drop(drawn) {
    const item = this.#find(drawn);
    if (item) {
      this.#items.splice(this.#items.indexOf(item), 1);
      this.#remove(item);
      this.#none.hidden = this.#items.length > 0;
    }
  }

  takeBackLast() {
    const last = this.#items.find(({ element }) => element.dataset.state !== 'leaving');
    if (last) {
      this.#takeBack(last.drawn);
    }
  }

  #takeBack(drawn) {
    const item = this.#find(drawn);
    item.element.dataset.state = 'leaving';
    item.take.disabled = true;
    this.#onTakeBack(drawn);
  }

  #find(drawn) {
    return this.#items.find((item) => item.drawn === drawn);
  }

  #remove({ element, drawn }) {
    element.remove();
    URL.revokeObjectURL(drawn.url);
  }
}
