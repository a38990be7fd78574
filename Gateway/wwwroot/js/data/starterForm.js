import { button, choice, el, field, problemBox, showProblem } from '../dom.js';
import { count, counted, timeLeft } from '../format.js';
import { checkName } from './datasetName.js';
import { NameChoice } from './nameChoice.js';

const USUAL_COUNT = 40_000;

const ALPHABETS = [
  ['digits', 'Digits 0–9'],
  ['capitals', 'Capital letters A–Z'],
  ['small', 'Small letters a–z'],
  ['letters', 'All letters, 37 classes'],
  ['alphanumeric', 'Digits and letters, 47 classes'],
];

/** Has the program draw a data set in its own hand. */
export class StarterForm {
  element;
  #services;
  #onBegun;
  #name = text('starter');
  #nameChoice = new NameChoice(this.#name);
  #alphabet = choice(ALPHABETS);
  #count = el('input', { type: 'number', min: 2, max: 5_000_000, step: 1, value: USUAL_COUNT, inputmode: 'numeric', required: true });
  #seed = el('input', { type: 'number', min: 0, max: 4_294_967_295, step: 1, placeholder: '0', inputmode: 'numeric' });
  #problem = problemBox();
  #status = el('p', { role: 'status' });
  #bar = el('progress', { max: 1, value: 0, 'aria-label': 'Samples drawn' });
  #progress;
  #submit = el('button', { type: 'submit', class: 'button primary' }, 'Draw it');
  #drawing = null;

  /** @param {object} services @param {(dataset: object) => void} onBegun */
  constructor(services, onBegun) {
    this.#services = services;
    this.#onBegun = onBegun;
    this.#progress = el('div', { class: 'uploading', hidden: true },
      el('div', { class: 'uploading-row' }, this.#status, button('Cancel', () => this.#drawing?.abort())), this.#bar);
    this.element = el('form', { class: 'sheet way-form', novalidate: true },
      el('h2', {}, 'Draw the starter set'),
      el('p', { class: 'hint' }, 'The program writes digits and letters itself, each in several ways, with slants, wobbles and pens of many kinds. No files, no network; the same seed gives the same images. With all letters, small ones that look like their capitals (c, o, s, x and others) are in one class with them.'),
      el('div', { class: 'fields' },
        field('Name', this.#name), field('Characters', this.#alphabet), field('Samples', this.#count, '2 to 5,000,000'), field('Seed', this.#seed)),
      this.#nameChoice.element, el('div', {}, this.#submit), this.#progress, this.#problem);
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#draw();
    });
  }

  /** @param {object[]} datasets what is there already */
  enter(datasets) {
    this.#nameChoice.offer(datasets);
  }

  async #draw() {
    const { mode, fault: open } = this.#nameChoice.read();
    const fault = checkName(this.#name) ?? open;
    if (fault || !this.element.reportValidity() || this.#drawing) {
      showProblem(this.#problem, fault);
      return;
    }

    showProblem(this.#problem, null);
    this.#drawing = new AbortController();
    this.#showProgress({ drawn: 0, count: 0 });
    const began = performance.now();
    const request = { name: this.#name.value, alphabet: this.#alphabet.value, count: Number(this.#count.value), seed: Number(this.#seed.value), mode, author: this.#services.author.name };
    try {
      for await (const message of this.#services.data.generateDataset(request, this.#drawing.signal)) {
        this.#showProgress(message, performance.now() - began);
        if (message.dataset) {
          this.#onBegun(message.dataset);
          this.#open(message.dataset.name);
        }
      }
    } catch (error) {
      showProblem(this.#problem, error.name === 'AbortError' ? { message: 'Drawing cancelled. Nothing was kept.' } : error);
    } finally {
      this.#drawing = null;
      this.#progress.hidden = true;
      this.#submit.disabled = false;
    }
  }

  /** Whoever has gone elsewhere meanwhile stays there. */
  #open(name) {
    if (this.element.isConnected) {
      location.hash = `#data/${encodeURIComponent(name)}`;
    }
  }

  #showProgress({ drawn, count: total }, milliseconds) {
    this.#progress.hidden = false;
    this.#submit.disabled = true;
    if (total > 0 && drawn < total) {
      const left = drawn > 0 ? timeLeft(((milliseconds / 1000) * (total - drawn)) / drawn) : '';
      this.#bar.value = drawn / total;
      this.#status.textContent = [`${count(drawn)} of ${counted(total, 'sample')} drawn`, left].filter(Boolean).join(', ');
    } else {
      this.#bar.removeAttribute('value');
      this.#status.textContent = total > 0 ? 'Drawn. The samples are being stored.' : 'Beginning';
    }
  }
}

function text(value) {
  return el('input', { type: 'text', value, maxlength: 64, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
}
