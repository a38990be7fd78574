import { button, el, problemBox, showProblem } from '../dom.js';
import { changeInWords, undoOf } from './undo.js';

/** Says what was stored last, and takes it back at one click. It goes as soon as something else is changed. */
export class UndoNotice {
  element;
  #services;
  #onUndone;
  #text = el('p', { class: 'undo-text' });
  #problem = problemBox();
  #undo = button('Undo', () => this.#run(), { class: 'small' });
  #offered = null;

  /** @param {object} services @param {(name: string, dataset: object | null) => void} onUndone null when the data set is gone */
  constructor(services, onUndone) {
    this.#services = services;
    this.#onUndone = onUndone;
    this.element = el('div', { class: 'undo-notice', role: 'region', 'aria-label': 'Last change', hidden: true },
      this.#problem,
      el('div', { class: 'pending-row' }, this.#text, this.#undo, button('Close', () => this.hide(), { class: 'small' })));
    services.unsaved.addEventListener('change', () => services.unsaved.total > 0 && this.hide());
  }

  /** @param {string | undefined} before the version before @param {object} dataset as it is now */
  offer(before, dataset) {
    const undo = undoOf(before, dataset);
    this.#offered = undo && { ...undo, name: dataset.name, version: dataset.version };
    this.element.hidden = !undo;
    showProblem(this.#problem, null);
    if (undo) {
      this.#text.textContent = undo.remove ? `${dataset.name} is in.` : `${dataset.name} is changed: ${changeInWords(dataset.versions[0])}.`;
    }
  }

  hide() {
    this.#offered = null;
    this.element.hidden = true;
  }

  async #run() {
    const { name, version, restore } = this.#offered;
    const { data, author, announce } = this.#services;
    this.#undo.disabled = true;
    try {
      const dataset = restore
        ? await data.restoreVersion(name, restore, author.name, version)
        : await data.deleteDataset(name, { expectedCurrent: version }).then(() => null);
      this.hide();
      announce(dataset ? `Undone: ${name} is as it was before.` : `Undone: ${name} is removed.`);
      this.#onUndone(name, dataset);
    } catch (error) {
      showProblem(this.#problem, error);
    } finally {
      this.#undo.disabled = false;
    }
  }
}
