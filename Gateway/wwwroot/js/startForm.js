import { el, part, showProblem } from './dom.js';
import { count, layer } from './format.js';
import { recipeInWords } from './recipe.js';
import { RecipeForm } from './recipeForm.js';

const PREFERRED = 'default';

/** The form that starts a run. Sends a "started" CustomEvent with the run as detail. */
export class StartForm extends EventTarget {
  #form;
  #api;
  #datasets;
  #presets;
  #recipe;
  #known = [];

  /** @param {HTMLFormElement} form @param {import('./api.js').Api} api */
  constructor(form, api) {
    super();
    this.#form = form;
    this.#api = api;
    this.#datasets = form.querySelector('#start-dataset');
    this.#presets = form.querySelector('#start-preset');
    this.#recipe = new RecipeForm(part(form, 'recipe'));
    this.#presets.addEventListener('change', () => this.#describePreset());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#start();
    });
  }

  /**
   * @param {object[]} datasets
   * @param {{presets: object[], fields: object[]}} recipes
   * @param {string | null} wanted the data set to choose
   */
  offer(datasets, { presets, fields }, wanted) {
    fill(this.#datasets, datasets.map((dataset) => ({
      value: dataset.name, text: `${dataset.name} (${count(dataset.trainCount)} + ${count(dataset.testCount)})`,
    })), wanted);
    this.#known = presets;
    this.#recipe.offer(fields, presets);
    fill(this.#presets, presets.map(({ name }) => ({ value: name, text: name })), null, PREFERRED);
    part(this.#form, 'no-data').hidden = datasets.length > 0;
    part(this.#form, 'start-button').disabled = datasets.length === 0;
    this.#describePreset();
  }

  #describePreset() {
    const preset = this.#known.find(({ name }) => name === this.#presets.value);
    const about = part(this.#form, 'preset-about');
    about.replaceChildren();
    if (preset) {
      const { epochs, batchSize, lr, architecture } = preset.settings;
      this.#form.querySelector('#start-epochs').placeholder = String(epochs);
      this.#recipe.follow(preset.settings);
      about.append(
        el('p', {}, preset.description),
        el('p', {}, `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} · batches of ${batchSize} · learning rate ${lr}`),
        el('p', {}, recipeInWords(preset.settings)),
        el('p', { class: 'layers' }, architecture.map(layer).join(' → ')));
    }
  }

  async #start() {
    const fields = [...this.#form.querySelectorAll('input:enabled')];
    const wrong = fields.find((field) => !field.checkValidity());
    if (wrong) {
      wrong.closest('details').open = true;
      wrong.reportValidity();
      return;
    }

    const button = part(this.#form, 'start-button');
    button.disabled = true;
    try {
      const run = await this.#api.startRun(this.#request());
      showProblem(part(this.#form, 'start-problem'), null);
      this.dispatchEvent(new CustomEvent('started', { detail: run }));
    } catch (error) {
      showProblem(part(this.#form, 'start-problem'), error);
    } finally {
      button.disabled = false;
    }
  }

  /** What was left empty is left out, so that the preset decides. */
  #request() {
    const value = (id) => this.#form.querySelector(id).value.trim();
    const request = { dataset: this.#datasets.value, preset: this.#presets.value, ...this.#recipe.request };
    for (const [name, text] of [['epochs', value('#start-epochs')], ['seed', value('#start-seed')]]) {
      if (text !== '') {
        request[name] = Number(text);
      }
    }

    const model = value('#start-model');
    return model ? { ...request, model } : request;
  }
}

/** Replaces the options, keeping what is chosen unless something else is wanted. */
function fill(select, options, wanted, preferred) {
  const candidates = [wanted, select.value, preferred, options[0]?.value];
  select.replaceChildren(...options.map(({ value, text }) => el('option', { value }, text)));
  select.value = candidates.find((candidate) => options.some(({ value }) => value === candidate)) ?? '';
}
