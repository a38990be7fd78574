import { el } from '../dom.js';
import { counted } from '../format.js';
import { freeName } from './datasetName.js';
import { sampleCount } from './sampleQuery.js';

let lastGroup = 0;

/** Asks what becomes of a data set whose name is given to new samples. */
export class NameChoice {
  element = el('fieldset', { class: 'name-choice', hidden: true });
  #name;
  #legend = el('legend', {});
  #radios = [];
  #datasets = [];
  #taken = null;

  /** @param {HTMLInputElement} name */
  constructor(name) {
    this.#name = name;
    lastGroup += 1;
    this.element.append(this.#legend,
      this.#option('IMPORT_MODE_APPEND', 'Add to it', 'The samples come into its newest version.'),
      this.#option('IMPORT_MODE_REPLACE', 'Replace it', 'The samples become its newest version; the older ones can be restored.'),
      this.#option('', 'Use another name', ''));
    name.addEventListener('input', () => this.#show());
  }

  /** @param {{name: string}[]} datasets those that are there */
  offer(datasets) {
    this.#datasets = datasets;
    this.#show();
  }

  /** The version that the name has now; undefined where it is free. */
  get before() {
    return this.#taken?.version;
  }

  /** What is to be sent, or what is still to be said. @returns {{mode: string, fault?: {message: string}}} */
  read() {
    if (!this.#taken) {
      return { mode: 'IMPORT_MODE_CREATE' };
    }

    const chosen = this.#radios.find(({ checked }) => checked);
    if (!chosen?.value) {
      this.#radios[0].focus();
      return { mode: '', fault: { message: `Choose what becomes of the data set “${this.#taken.name}”.` } };
    }

    return { mode: chosen.value };
  }

  #option(mode, title, hint) {
    const radio = el('input', { type: 'radio', name: `name-choice-${lastGroup}`, value: mode });
    radio.addEventListener('change', () => mode === '' && this.#rename());
    this.#radios.push(radio);
    return el('label', { class: 'option' }, radio, el('span', {}, title, ...(hint ? [el('span', { class: 'hint' }, hint)] : [])));
  }

  #rename() {
    this.#name.value = freeName(this.#name.value, this.#datasets.map(({ name }) => name));
    this.#name.dispatchEvent(new Event('input', { bubbles: true }));
    this.#name.focus();
    this.#name.select();
  }

  #show() {
    const taken = this.#datasets.find(({ name }) => name === this.#name.value) ?? null;
    if (taken?.name !== this.#taken?.name) {
      this.#radios.forEach((radio) => { radio.checked = false; });
    }

    this.#taken = taken;
    this.element.hidden = !taken;
    this.#legend.textContent = taken ? `There is a data set “${taken.name}” already, with ${counted(sampleCount(taken), 'sample')}.` : '';
  }
}
