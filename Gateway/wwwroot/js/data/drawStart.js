import { el, field, problemBox, showProblem } from '../dom.js';
import { checkName } from './datasetName.js';

/** Names a data set that begins with drawn samples, and leads to the pad. */
export class DrawStart {
  element;
  #name = el('input', { type: 'text', value: 'mine', maxlength: 64, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  #labels = el('input', { type: 'text', value: '0 1 2 3 4 5 6 7 8 9', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  #problem = problemBox();

  constructor() {
    this.element = el('form', { class: 'sheet way-form', novalidate: true },
      el('h2', {}, 'Start empty and draw'),
      el('p', { class: 'hint' }, 'Choose what to write, then write it, as often as you like. The drawings are saved together, when you say so.'),
      el('div', { class: 'fields' },
        field('Name', this.#name), field('Labels', this.#labels, 'Separated by spaces; more can be added later.')),
      el('div', {}, el('button', { type: 'submit', class: 'button primary' }, 'Begin')), this.#problem);
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#begin();
    });
  }

  #begin() {
    const labels = this.#labels.value.split(/\s+/).filter(Boolean);
    const fault = checkName(this.#name) ?? (labels.length === 0 ? { message: 'Enter at least one label.' } : null);
    showProblem(this.#problem, fault);
    if (!fault) {
      location.hash = `#data/${encodeURIComponent(this.#name.value)}/draw?${new URLSearchParams({ labels: labels.join(' ') })}`;
    }
  }
}
