import { button, el } from '../dom.js';
import { count } from '../format.js';
import { keyOfLabel, labelKeys, labelOfKey } from './labelKeys.js';
import { sampleCount } from './sampleQuery.js';

/** One label out of those of a data set, or a new one. Event: "change". */
export class LabelChoice extends EventTarget {
  element;
  /** The label that is chosen; empty while none is. */
  label = '';
  #counts = [];
  #keys = new Map();
  #chips = el('div', { class: 'chips', role: 'group', 'aria-label': 'Label to draw' });
  #box = el('input', { type: 'text', maxlength: 100, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', placeholder: 'New label', 'aria-label': 'New label' });

  constructor() {
    super();
    const form = el('form', { class: 'label-box', novalidate: true }, this.#box, button('Add', () => this.#addTyped()));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#addTyped();
    });
    this.element = el('div', { class: 'label-choice' }, this.#chips, form);
  }

  /** @param {object[]} classCounts what there is @param {string[]} wanted labels to offer beside it */
  offer(classCounts, wanted) {
    const counts = new Map(classCounts.map((one) => [one.label, one]));
    // What is offered already stays where it is.
    const labels = new Set([...this.#counts.map(({ label }) => label), ...counts.keys(), ...wanted]);
    this.#counts = [...labels].map((label) => counts.get(label) ?? { label });
    this.#render();
  }

  /** Chooses the label that a key stands for. @returns {boolean} whether it stands for one */
  press(key) {
    const label = labelOfKey(this.#keys, key);
    if (label !== undefined) {
      this.#choose(label);
    }

    return label !== undefined;
  }

  #choose(label) {
    this.label = label;
    this.#render();
    this.dispatchEvent(new Event('change'));
  }

  #addTyped() {
    const label = this.#box.value.trim().normalize();
    this.#box.value = '';
    if (label) {
      this.offer(this.#counts, [label]);
      this.#choose(label);
      this.#box.blur();
    }
  }

  #render() {
    this.#keys = labelKeys(this.#counts.map(({ label }) => label));
    const focused = [...this.#chips.children].indexOf(document.activeElement);
    this.#chips.replaceChildren(...this.#counts.map((counts) => this.#chip(counts)));
    this.#chips.children[focused]?.focus();
  }

  #chip(counts) {
    const { label } = counts;
    const key = keyOfLabel(this.#keys, label);
    const hint = key !== undefined && key !== label ? [el('kbd', {}, key)] : [];
    const chip = el('button', { type: 'button', class: 'chip', 'aria-pressed': String(label === this.label) }, el('span', {}, label), ...hint, el('span', { class: 'chip-count' }, count(sampleCount(counts))));
    chip.addEventListener('click', () => this.#choose(label));
    return chip;
  }
}
