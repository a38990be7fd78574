import { button, el, field, problemBox, showProblem, tick } from '../dom.js';

/** Draws the parts of a data set anew. */
export class SplitForm {
  element;
  #services;
  #name;
  #onChanged;
  #train = share('0.8');
  #validation = share('0');
  #seed = el('input', { type: 'number', min: 0, max: 4_294_967_295, step: 1, placeholder: '0', inputmode: 'numeric' });
  #keepTest = tick('Keep the test part as it is', true);
  #submit = button('Split anew', () => this.#split());
  #problem = problemBox();

  /** @param {object} services @param {string} name @param {(dataset: object) => void} onChanged */
  constructor(services, name, onChanged) {
    this.#services = services;
    this.#name = name;
    this.#onChanged = onChanged;
    this.#keepTest.control.addEventListener('change', () => this.#showShares());
    this.element = el('details', { class: 'split' },
      el('summary', {}, 'Split anew'),
      el('p', { class: 'hint' }, 'Draws the parts again, every label in the same ratio and equal images into one part. It makes a new version; the old one stays.'),
      this.#keepTest.element,
      el('div', { class: 'fields' },
        field('Train share', this.#train), field('Validation share', this.#validation, 'Taken from the train share.'), field('Seed', this.#seed)),
      this.#submit, this.#problem);
  }

  show(dataset) {
    this.#keepTest.control.disabled = dataset.testCount === 0;
    this.#keepTest.control.checked &&= dataset.testCount > 0;
    this.#showShares();
  }

  #showShares() {
    this.#train.disabled = this.#keepTest.control.checked;
  }

  async #split() {
    const wrong = [this.#train, this.#validation, this.#seed].find((input) => !input.disabled && !input.checkValidity());
    if (wrong) {
      wrong.reportValidity();
      return;
    }

    this.#submit.disabled = true;
    try {
      const dataset = await this.#services.data.splitDataset(this.#name, this.#request(), this.#services.author.name);
      showProblem(this.#problem, null);
      this.#services.announce('Split anew.');
      this.#onChanged(dataset);
    } catch (error) {
      showProblem(this.#problem, error);
    } finally {
      this.#submit.disabled = false;
    }
  }

  #request() {
    const request = { keepTest: this.#keepTest.control.checked };
    for (const [name, input] of [['splitRatio', this.#train], ['validationRatio', this.#validation], ['seed', this.#seed]]) {
      if (input.value !== '' && !input.disabled) {
        request[name] = Number(input.value);
      }
    }

    return request;
  }
}

function share(usual) {
  return el('input', { type: 'number', min: 0, max: 1, step: 'any', inputmode: 'decimal', placeholder: usual });
}
