import { button, el, pixels } from '../dom.js';
import { moment } from '../format.js';

let lastId = 0;

/** A correction with what was read and what it is, to be accepted or rejected. */
export class CorrectionCard {
  element;
  correction;
  #state;
  #label = el('input', { type: 'text', maxlength: 100, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  #accept = button('Accept', () => this.#state.decide(this.correction, 'accept'), { class: 'small' });
  #reject = button('Reject', () => this.#state.decide(this.correction, 'reject'), { class: 'small danger' });

  /** @param {object} correction @param {import('./reviewState.js').ReviewState} state @param {string[]} labels those of the data set */
  constructor(correction, state, labels) {
    this.correction = correction;
    this.#state = state;
    lastId += 1;
    const { thumbnail, predictedLabel, model, modelVersion, author, createTime } = correction;
    const list = el('datalist', { id: `correction-${lastId}` }, ...labels.map((label) => el('option', { value: label })));
    this.#label.setAttribute('list', list.id);
    this.#label.addEventListener('change', () => this.#onLabel());
    const reader = model ? ` by ${model}${modelVersion ? `, version ${modelVersion}` : ''}` : '';
    this.element = el('li', { class: 'correction', tabindex: 0 },
      pixels(thumbnail, 112, 'The image as a network sees it'),
      el('div', { class: 'correction-words' },
        el('p', {}, predictedLabel ? `Read as ${predictedLabel}${reader}` : 'Not read by a model'),
        el('label', { class: 'correction-label' }, el('span', {}, 'It is'), this.#label), list,
        el('p', { class: 'hint' }, [moment(createTime), author].filter(Boolean).join(' · ')),
        el('div', { class: 'correction-buttons' }, this.#accept, this.#reject)));
    this.show();
  }

  /** Shows what is decided. */
  show() {
    const { verdict, label } = this.#state.of(this.correction);
    this.element.dataset.verdict = verdict;
    this.#label.value = label;
    this.#accept.setAttribute('aria-pressed', verdict === 'accept');
    this.#reject.setAttribute('aria-pressed', verdict === 'reject');
    const read = this.correction.predictedLabel ? `read as ${this.correction.predictedLabel}, ` : '';
    const decided = { accept: ', accepted', reject: ', rejected' }[verdict] ?? '';
    this.element.setAttribute('aria-label', `Correction: ${read}it is ${label}${decided}`);
  }

  #onLabel() {
    const label = this.#label.value.trim().normalize();
    if (label) {
      this.#state.relabel(this.correction, label);
    } else {
      this.show();
    }
  }
}
