import { choice, el, field, part, showProblem } from './dom.js';
import { base64 } from './picture.js';

const MOST_CHIPS = 62;

/** Says that a reading was wrong, and what it is. What is said waits for review in the data set that the model has learned. */
export class CorrectionForm {
  #root;
  #services;
  #toFile;
  #answer = null;
  #sent = false;
  #datasets = new Map();
  #box = el('input', { type: 'text', maxlength: 100, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', 'aria-label': 'Another label', placeholder: 'Another' });
  #chips = el('div', { class: 'chips', role: 'group', 'aria-label': 'What it is' });
  #target = choice([]);
  #targetField = field('For the data set', this.#target);

  /** @param {HTMLDetailsElement} root @param {object} services @param {() => Promise<Blob>} toFile the drawing as it is */
  constructor(root, services, toFile) {
    this.#root = root;
    this.#services = services;
    this.#toFile = toFile;
    const form = el('form', { class: 'label-box', novalidate: true }, this.#box, el('button', { type: 'submit', class: 'button' }, 'Send'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send(this.#box.value.trim().normalize());
    });
    part(root, 'wrong-body').append(this.#targetField, this.#chips, form);
    root.addEventListener('toggle', () => root.open && this.#prepare());
  }

  /** An answer to correct; null when there is none, or none that is final. */
  show(answer) {
    const isSame = answer && this.#answer?.predictionId === answer.predictionId;
    if (isSame) {
      return;
    }

    this.#answer = answer;
    this.#sent = false;
    this.#root.hidden = !answer;
    this.#root.open = false;
    showProblem(this.#problem, null);
    part(this.#root, 'wrong-sent').hidden = true;
    part(this.#root, 'wrong-body').hidden = false;
  }

  get #problem() {
    return part(this.#root, 'wrong-problem');
  }

  async #prepare() {
    const { label: read, probabilities } = this.#answer;
    this.#chips.replaceChildren(...probabilities.map(({ label }) => label).filter((label) => label !== read).slice(0, MOST_CHIPS).map((label) => this.#chip(label)));
    try {
      const dataset = await this.#findDataset(this.#answer);
      this.#targetField.hidden = dataset !== '';
      if (dataset === '') {
        const names = (await this.#services.data.listDatasets()).map(({ name }) => name);
        this.#target.replaceChildren(...names.map((name) => el('option', { value: name }, name)));
      }
    } catch (error) {
      showProblem(this.#problem, error);
    }
  }

  #chip(label) {
    const chip = el('button', { type: 'button', class: 'chip', 'aria-label': `It is ${label}` }, label);
    chip.addEventListener('click', () => this.#send(label));
    return chip;
  }

  /** The data set that a model version has learned; empty when it came from elsewhere. */
  async #findDataset({ model, modelVersion }) {
    const key = `${model}/${modelVersion}`;
    if (!this.#datasets.has(key)) {
      const version = await this.#services.api.getModelVersion(model, modelVersion);
      this.#datasets.set(key, version.dataset);
    }

    return this.#datasets.get(key);
  }

  async #send(label) {
    const answer = this.#answer;
    if (!label || this.#sent) {
      return;
    }

    this.#sent = true;
    try {
      const dataset = (await this.#findDataset(answer)) || this.#target.value;
      const file = await base64(await this.#toFile());
      const { author, data, announce } = this.#services;
      await data.submitCorrection({
        dataset, data: file, label, predictedLabel: answer.label, model: answer.model, modelVersion: answer.modelVersion, author: author.name,
      });
      this.#box.value = '';
      showProblem(this.#problem, null);
      announce('Correction sent.');
      part(this.#root, 'wrong-body').hidden = true;
      part(this.#root, 'wrong-sent').hidden = false;
      part(this.#root, 'wrong-sent').replaceChildren(`It is ${label}: noted. It waits for review in `, el('a', { href: `#data/${encodeURIComponent(dataset)}/review` }, dataset), '.');
    } catch (error) {
      this.#sent = false;
      showProblem(this.#problem, error);
    }
  }
}
