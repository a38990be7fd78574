import { PendingEdits } from './pendingEdits.js';

/**
 * What has been changed on the page and not been saved yet, by data set. It outlives going to other places of the page; leaving the page
 * itself is warned of.
 *
 * Event: "change".
 */
export class Unsaved extends EventTarget {
  /** @type {Map<string, {size: number}[]>} */
  #sources = new Map();
  #edits = new Map();

  constructor() {
    super();
    addEventListener('beforeunload', (event) => {
      if (this.total > 0) {
        event.preventDefault();
      }
    });
  }

  /** The changes of a data set that wait to be saved. @returns {PendingEdits} */
  editsOf(name) {
    if (!this.#edits.has(name)) {
      const edits = new PendingEdits();
      this.#edits.set(name, edits);
      this.watch(name, edits);
    }

    return this.#edits.get(name);
  }

  /** Counts in what else waits to be saved. @param {string} name the data set @param {EventTarget & {size: number}} source tells of each "change" */
  watch(name, source) {
    this.#sources.set(name, [...(this.#sources.get(name) ?? []), source]);
    source.addEventListener('change', () => this.dispatchEvent(new Event('change')));
  }

  /** How many changes of a data set wait. */
  countOf(name) {
    return (this.#sources.get(name) ?? []).reduce((sum, { size }) => sum + size, 0);
  }

  get total() {
    return [...this.#sources.keys()].reduce((sum, name) => sum + this.countOf(name), 0);
  }

  /** The data sets with changes that wait. */
  get names() {
    return [...this.#sources.keys()].filter((name) => this.countOf(name) > 0);
  }

  /** Forgets the changes of a data set that is gone. */
  forget(name) {
    this.#sources.delete(name);
    this.#edits.delete(name);
    this.dispatchEvent(new Event('change'));
  }
}
