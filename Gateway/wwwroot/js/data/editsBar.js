import { counted } from '../format.js';
import { PendingBar } from './pendingBar.js';
import { editsInWords, saveEdits } from './saveEdits.js';

/** The bar of a data set's pending labels and removals. */
export class EditsBar {
  #services;
  #name;
  #edits;
  #onSaved;
  #bar;

  /** @param {object} services @param {string} name @param {(dataset: object | null) => void} onSaved null where part of it was refused */
  constructor(services, name, onSaved) {
    this.#services = services;
    this.#name = name;
    this.#edits = services.unsaved.editsOf(name);
    this.#onSaved = onSaved;
    this.#bar = new PendingBar({ undo: () => this.undo(), discard: () => this.#discard(), save: () => this.#save() });
    this.#edits.addEventListener('change', () => this.#show());
    this.#show();
  }

  get element() {
    return this.#bar.element;
  }

  undo() {
    const numbers = this.#edits.undo();
    if (numbers.length) {
      this.#services.announce(`Undone for ${counted(numbers.length, 'sample')}`);
    }
  }

  #discard() {
    if (this.#edits.size < 2 || confirm(`Discard ${counted(this.#edits.size, 'change')}?`)) {
      this.#edits.clear();
    }
  }

  async #save() {
    const { data, author, announce } = this.#services;
    const size = this.#edits.size;
    try {
      const dataset = await saveEdits(data, this.#name, this.#edits, author.name);
      announce(`${counted(size, 'change')} saved.`);
      this.#onSaved(dataset);
    } catch (error) {
      this.#onSaved(null);
      throw error;
    }
  }

  #show() {
    this.#bar.show(this.#edits.size, { details: editsInWords(this.#edits.requests), canUndo: this.#edits.canUndo });
  }
}
