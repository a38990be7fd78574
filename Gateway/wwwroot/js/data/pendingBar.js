import { button, el, problemBox, showProblem } from '../dom.js';
import { counted } from '../format.js';

/**
 * Says how many changes wait to be saved, and saves or discards them. It keeps to the lower edge of the window.
 * @param {{undo?: () => void, discard: () => void, save: () => Promise<void>}} actions
 */
export class PendingBar {
  element;
  #text = el('p', { class: 'pending-text', role: 'status' });
  #problem = problemBox();
  #save;
  #undo;
  #discard;

  constructor({ undo, discard, save }) {
    this.#undo = button('Undo', () => undo(), { title: 'Take the last change back (Ctrl+Z)', hidden: !undo });
    this.#discard = button('Discard', discard, { class: 'danger' });
    this.#save = button('Save', () => this.#run(save), { class: 'primary' });
    this.element = el('div', { class: 'pending', role: 'region', 'aria-label': 'Unsaved changes', hidden: true },
      this.#problem, el('div', { class: 'pending-row' }, this.#text, this.#undo, this.#discard, this.#save));
  }

  /** @param {number} size how many changes wait @param {{details?: string, canUndo?: boolean}} [state] */
  show(size, { details = '', canUndo = true } = {}) {
    this.element.hidden = size === 0;
    this.#text.textContent = size === 0 ? '' : `${counted(size, 'change')}${details && `: ${details}`}`;
    this.#undo.disabled = !canUndo;
    if (size === 0) {
      showProblem(this.#problem, null);
    }
  }

  async #run(save) {
    this.#busy = true;
    showProblem(this.#problem, null);
    try {
      await save();
    } catch (error) {
      showProblem(this.#problem, error);
    } finally {
      this.#busy = false;
    }
  }

  set #busy(busy) {
    this.#save.disabled = busy;
    this.#discard.disabled = busy;
    this.#save.textContent = busy ? 'Saving' : 'Save';
  }
}
