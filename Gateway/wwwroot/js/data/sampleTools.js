import { button, el } from '../dom.js';
import { count } from '../format.js';
import { CELL_SIZES } from './sampleGrid.js';
import { PARTS, countSamples } from './sampleQuery.js';

const SIZE_KEY = 'digits.cell';

/**
 * Chooses the part, the place and the size of the samples that are shown.
 *
 * Events (CustomEvents): "part" with the part as detail, "all" to show every sample again, "jump" with an index, "size" with pixels.
 */
export class SampleTools extends EventTarget {
  element;
  #parts = el('fieldset', { class: 'segments' });
  #chosen = button('', () => this.#tell('all'), { class: 'filter' });
  #jump = el('input', { type: 'number', min: 0, step: 1, inputmode: 'numeric', 'aria-label': 'Go to sample', placeholder: 'Go to' });
  #size = el('input', { type: 'range', min: 0, max: CELL_SIZES.length - 1, step: 1, 'aria-label': 'Size of the thumbnails' });
  #shown = el('p', { class: 'hint', role: 'status' });

  constructor() {
    super();
    this.#size.value = String(Math.max(0, CELL_SIZES.indexOf(keptSize() ?? (matchMedia('(max-width: 30rem)').matches ? 42 : 56))));
    this.#size.addEventListener('input', () => {
      keepSize(this.cellSize);
      this.#tell('size', this.cellSize);
    });
    const jump = el('form', { class: 'jump', novalidate: true }, this.#jump);
    jump.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#onJump();
    });
    this.element = el('div', { class: 'sample-tools' }, this.#parts, this.#chosen, this.#shown, jump, el('label', { class: 'size' }, el('span', { class: 'size-name', 'aria-hidden': 'true' }, 'Size'), this.#size));
  }

  /** How large a thumbnail is to be, in pixels. */
  get cellSize() {
    return CELL_SIZES[Number(this.#size.value)];
  }

  /** @param {object} dataset @param {import('./sampleQuery.js').SampleQuery} query */
  show(dataset, query) {
    const parts = PARTS.filter(({ value, counted }) => dataset[counted] > 0 || value === query.part);
    this.#parts.hidden = query.numbers.length > 0 || parts.length < 2;
    this.#parts.replaceChildren(
      el('legend', { class: 'visually-hidden' }, 'Part'),
      ...parts.map(({ value, title }) => this.#segment(value, title, countSamples({ ...query, part: value }, dataset), value === query.part)));
    this.#chosen.hidden = !query.label || query.numbers.length > 0;
    this.#chosen.replaceChildren(
      `Only ${query.label}`, el('span', { 'aria-hidden': 'true' }, ' ×'), el('span', { class: 'visually-hidden' }, '; show all labels'));
    const total = countSamples(query, dataset);
    this.#jump.max = String(Math.max(0, total - 1));
    this.#jump.disabled = total === 0;
    this.#shown.textContent = total === 0 ? 'No samples' : parts.length < 2 || query.numbers.length ? `${count(total)} shown` : '';
  }

  #segment(value, title, size, isChosen) {
    const radio = el('input', { type: 'radio', name: 'part', value, checked: isChosen, class: 'visually-hidden' });
    radio.addEventListener('change', () => this.#tell('part', value));
    return el('label', { class: 'segment' }, radio, el('span', {}, title, ' ', el('span', { class: 'segment-count' }, count(size))));
  }

  #onJump() {
    const index = Number(this.#jump.value);
    if (this.#jump.value !== '' && this.#jump.reportValidity()) {
      this.#tell('jump', Math.max(0, index));
    }
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

// A browser may refuse to keep anything; the size then lasts as long as the page.
function keptSize() {
  try {
    const size = Number(localStorage.getItem(SIZE_KEY));
    return CELL_SIZES.includes(size) ? size : undefined;
  } catch {
    return undefined;
  }
}

function keepSize(size) {
  try {
    localStorage.setItem(SIZE_KEY, String(size));
  } catch {
    // See above.
  }
}
