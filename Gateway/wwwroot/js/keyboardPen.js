import { PAD_SIZE } from './strokes.js';

const STEP = 8;
const SMALL_STEP = 2;
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Draws on a pad with the arrow keys and Space while its canvas has the focus. */
export class KeyboardPen {
  #pad;
  #announce;
  #held = new Set();
  #shown = false;
  #down = false;
  #x = PAD_SIZE / 2;
  #y = PAD_SIZE / 4;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import('./pad.js').Pad} pad
   * @param {(text: string) => void} announce says something to a screen reader
   */
  constructor(canvas, pad, announce) {
    this.#pad = pad;
    this.#announce = announce;
    canvas.addEventListener('keydown', (event) => this.#onKeyDown(event));
    canvas.addEventListener('keyup', (event) => this.#held.delete(event.key));
    canvas.addEventListener('blur', () => this.lift());
    canvas.addEventListener('pointerdown', () => this.lift());
  }

  /** Ends the stroke, if one is being drawn, and hides the pen. */
  lift() {
    this.#held.clear();
    if (this.#down) {
      this.#down = false;
      this.#pad.end();
    }

    this.#show(false);
  }

  #onKeyDown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }

    if (event.key === ' ') {
      event.preventDefault();
      if (!event.repeat) {
        this.#toggle();
      }
    } else if (event.key in DIRECTIONS) {
      event.preventDefault();
      this.#held.add(event.key);
      this.#move(event.shiftKey ? SMALL_STEP : STEP);
    }
  }

  #toggle() {
    this.#down = !this.#down;
    if (this.#down) {
      this.#pad.begin(this.#x, this.#y);
    } else {
      this.#pad.end();
    }

    this.#announce(this.#down ? 'Pen down' : 'Pen up');
    this.#show(true);
  }

  #move(step) {
    for (const key of this.#held) {
      const [dx, dy] = DIRECTIONS[key];
      this.#x = within(this.#x + dx * step);
      this.#y = within(this.#y + dy * step);
    }

    if (this.#down) {
      this.#pad.extend(this.#x, this.#y);
    }

    this.#show(true);
  }

  #show(shown) {
    if (shown || this.#shown) {
      this.#shown = shown;
      this.#pad.cursor = shown ? { x: this.#x, y: this.#y, down: this.#down } : null;
    }
  }
}

function within(value) {
  return Math.min(Math.max(value, 0), PAD_SIZE);
}
