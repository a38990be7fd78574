/** More than this many cells cannot be selected at once. */
export const MOST_SELECTED = 10_000;

/** Which cells of a grid are selected, and which one the keys go from. */
export class Selection {
  #chosen = new Set();
  #anchor = -1;

  /** The cell that keys move from; -1 when there is none. */
  active = -1;

  get size() {
    return this.#chosen.size;
  }

  /** The selected cells in order. */
  get indices() {
    return [...this.#chosen].sort((a, b) => a - b);
  }

  has(index) {
    return this.#chosen.has(index);
  }

  /** Selects one cell and nothing else. */
  only(index) {
    this.#chosen = new Set([index]);
    this.#anchor = index;
    this.active = index;
  }

  /** Adds a cell, or takes it away. */
  toggle(index) {
    if (!this.#chosen.delete(index) && this.size < MOST_SELECTED) {
      this.#chosen.add(index);
    }

    this.#anchor = index;
    this.active = index;
  }

  /** Selects from where the selection began to a cell. @returns {boolean} whether all of it fitted */
  extend(index) {
    const anchor = this.#anchor < 0 ? index : this.#anchor;
    const far = anchor + Math.min(Math.max(index - anchor, 1 - MOST_SELECTED), MOST_SELECTED - 1);
    this.range(Math.min(anchor, far), Math.max(anchor, far));
    this.#anchor = anchor;
    this.active = far;
    return far === index;
  }

  /** Selects from one cell to another. */
  range(first, last) {
    const length = Math.min(last - first + 1, MOST_SELECTED);
    this.#chosen = new Set(Array.from({ length }, (_, at) => first + at));
    this.#anchor = first;
    this.active = this.active >= first && this.active <= last ? this.active : first;
  }

  /** Selects nothing; keys still go on from where they were. */
  clear() {
    this.#chosen.clear();
    this.#anchor = this.active;
  }
}
