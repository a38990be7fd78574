import { labelOfKey } from './labelKeys.js';

const LONG_PRESS = 400;
const STILL = 8;
const EDGE = 24;

/**
 * Mouse, fingers and keys on a grid of samples.
 *
 * Events (CustomEvents): "label" with the label as detail, "type" with the first character of one that has no key, "remove", "undo", "open".
 */
export class GridInput extends EventTarget {
  /** Which key stands for which label. @type {Map<string, string>} */
  keys = new Map();
  #grid;
  #pointer = null;
  #press = 0;
  #gathers = false;

  /** @param {import('./sampleGrid.js').SampleGrid} grid */
  constructor(grid) {
    super();
    this.#grid = grid;
    const { element } = grid;
    element.addEventListener('keydown', (event) => this.#onKey(event));
    element.addEventListener('pointerdown', (event) => this.#onDown(event));
    element.addEventListener('pointermove', (event) => this.#onMove(event));
    element.addEventListener('pointerup', (event) => this.#onUp(event));
    element.addEventListener('pointercancel', () => this.#forget());
    element.addEventListener('dblclick', () => this.#tell('open'));
    element.addEventListener('contextmenu', (event) => this.#pointer?.isLong && event.preventDefault());
    // Once a long press has begun to select, the finger must not scroll any more.
    element.addEventListener('touchmove', (event) => this.#pointer?.isLong && event.preventDefault(), { passive: false });
  }

  #onKey(event) {
    const { key } = event;
    const withControl = event.ctrlKey || event.metaKey;
    const handled = withControl ? this.#onShortcut(key.toLowerCase()) : !event.altKey && this.#onPlainKey(key, event.shiftKey);
    if (handled) {
      event.preventDefault();
    }
  }

  #onShortcut(key) {
    if (key === 'a') {
      this.#grid.selectVisible();
    } else if (key === 'z') {
      this.#tell('undo');
    }

    return key === 'a' || key === 'z';
  }

  #onPlainKey(key, shift) {
    if (this.#grid.move(key, shift)) {
      return true;
    }

    const { selection } = this.#grid;
    const label = labelOfKey(this.keys, key);
    const actions = {
      Delete: () => this.#tell('remove'),
      Backspace: () => this.#tell('remove'),
      Enter: () => this.#tell('open'),
      F2: () => this.#tell('type', ''),
      ' ': () => selection.active >= 0 && this.#change(() => selection.toggle(selection.active)),
      Escape: () => this.#change(() => selection.clear()),
    };
    if (label !== undefined) {
      this.#tell('label', label);
    } else if (key in actions) {
      actions[key]();
    } else if ([...key].length === 1) {
      this.#tell('type', key);
    } else {
      return false;
    }

    return true;
  }

  #onDown(event) {
    const index = this.#grid.cellAt(event.clientX, event.clientY);
    if (index < 0 || event.button !== 0) {
      return;
    }

    const isTouch = event.pointerType === 'touch';
    this.#pointer = { id: event.pointerId, x: event.clientX, y: event.clientY, index, isTouch, isLong: false, hasMoved: false };
    if (isTouch) {
      this.#press = setTimeout(() => this.#onLongPress(), LONG_PRESS);
    } else {
      this.#select(index, event);
    }
  }

  #onLongPress() {
    if (this.#pointer && !this.#pointer.hasMoved) {
      this.#pointer.isLong = true;
      this.#gathers = true;
      this.#change(() => this.#grid.selection.toggle(this.#pointer.index));
    }
  }

  #onMove(event) {
    const pointer = this.#pointer;
    if (pointer?.id !== event.pointerId) {
      return;
    }

    pointer.hasMoved ||= Math.hypot(event.clientX - pointer.x, event.clientY - pointer.y) > STILL;
    const selects = pointer.hasMoved && (pointer.isTouch ? pointer.isLong : event.buttons === 1 && !event.ctrlKey && !event.metaKey);
    if (!selects) {
      return;
    }

    this.#scrollAtEdge(event.clientY);
    const index = this.#grid.cellAt(event.clientX, event.clientY);
    if (index >= 0 && index !== this.#grid.selection.active) {
      this.#change(() => this.#grid.selection.extend(index));
    }
  }

  #onUp(event) {
    const pointer = this.#pointer;
    const isTap = pointer?.id === event.pointerId && pointer.isTouch && !pointer.isLong && !pointer.hasMoved;
    this.#forget();
    if (isTap) {
      // After a long press, taps add and take away until nothing is selected.
      this.#gathers &&= this.#grid.selection.size > 0;
      this.#change(() => this.#grid.selection[this.#gathers ? 'toggle' : 'only'](pointer.index));
    }
  }

  #select(index, { shiftKey, ctrlKey, metaKey }) {
    const { selection } = this.#grid;
    this.#change(() => {
      if (shiftKey) {
        selection.extend(index);
      } else if (ctrlKey || metaKey) {
        selection.toggle(index);
      } else {
        selection.only(index);
      }
    });
  }

  #scrollAtEdge(y) {
    const box = this.#grid.element.getBoundingClientRect();
    if (y < box.top + EDGE || y > box.bottom - EDGE) {
      this.#grid.element.scrollBy(0, y < box.top + EDGE ? -EDGE : EDGE);
    }
  }

  #forget() {
    clearTimeout(this.#press);
    this.#pointer = null;
  }

  #change(action) {
    action();
    this.#grid.changed();
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
