import { button, el } from './dom.js';

/** The pane beside a list that shows one thing of it. */
export class DetailsPane {
  element = el('aside', { class: 'details', 'aria-label': 'Details', hidden: true, tabindex: '-1' });
  #onClose;
  #opener = null;

  /** @param {() => void} onClose */
  constructor(onClose = () => {}) {
    this.#onClose = onClose;
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        this.close();
      }
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** @param {string} title @param {Node[]} content */
  show(title, content) {
    if (this.element.hidden) {
      this.#opener = document.activeElement;
    }

    this.element.replaceChildren(
      el('div', { class: 'details-head' }, el('h2', {}, title), button('Close', () => this.close())),
      ...content);
    if (this.element.hidden) {
      this.element.hidden = false;
      this.element.focus({ preventScroll: true });
    }

    this.element.scrollTop = 0;
  }

  close() {
    if (this.element.hidden) {
      return;
    }

    this.element.hidden = true;
    this.element.replaceChildren();
    this.#onClose();
    if (this.#opener?.isConnected) {
      this.#opener.focus({ preventScroll: true });
    }
  }
}

/** A part of the pane that can be folded. */
export function section(title, content, open = true) {
  return el('details', { open }, el('summary', {}, title), content);
}

/** Names and values. @param {[name: string, value: string | Node][]} rows those without a value are left out */
export function facts(rows) {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return shown.length === 0
    ? el('p', { class: 'hint' }, 'None.')
    : el('table', { class: 'facts' }, el('tbody', {}, ...shown.map(([name, value]) =>
      el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, value instanceof Node ? value : String(value))))));
}

/** Attributes as facts, by their names. @param {Record<string, string>} attributes */
export function attributeFacts(attributes) {
  return facts(Object.entries(attributes).sort(([left], [right]) => (left < right ? -1 : 1)));
}
