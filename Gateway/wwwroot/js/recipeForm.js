import { el } from './dom.js';
import { isShown, presetValue, recipeGroups, recipeRequest } from './recipe.js';

/** The fields by which a run overrides its preset's recipe. What is empty shows, in grey, what the preset has. */
export class RecipeForm {
  #controls = new Map();
  #settings = {};
  #usualChanges = {};
  #host;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.#host = host;
    host.addEventListener('change', () => this.#refresh());
  }

  /**
   * Makes the fields, once.
   * @param {object[]} told the fields as the service lists them
   * @param {object[]} presets the first that changes images says by how much that is usual
   */
  offer(told, presets) {
    this.#usualChanges = presets.find(({ settings }) => settings.augmentation)?.settings.augmentation ?? {};
    if (this.#controls.size > 0) {
      return;
    }

    this.#host.append(...recipeGroups(told).map(({ title, fields }) => el('fieldset', { class: 'recipe-group' },
      el('legend', {}, title), el('div', { class: 'recipe-fields' }, ...fields.map((field) => this.#make(field))))));
    const reset = el('button', { type: 'button', class: 'button wide' }, 'Clear all of these');
    reset.addEventListener('click', () => this.#clear());
    this.#host.append(reset);
  }

  /** @param {object} settings the preset's */
  follow(settings) {
    this.#settings = settings;
    this.#refresh();
  }

  /** The part of the request that was filled in. */
  get request() {
    return recipeRequest([...this.#controls.values()].map(({ field }) => field), this.#answers, this.#settings, this.#usualChanges);
  }

  get #answers() {
    return Object.fromEntries([...this.#controls].map(([path, { input }]) => [path, input.value.trim()]));
  }

  #make(field) {
    const id = `recipe-${field.path.replace('.', '-')}`;
    const hinted = field.hint ? { 'aria-describedby': `${id}-hint` } : {};
    const input = field.choices
      ? el('select', { id, ...hinted }, el('option', { value: '' }), ...Object.entries(field.choices).map(([value, text]) => el('option', { value }, text)))
      : el('input', { id, type: 'number', min: field.min, max: field.max, step: field.step ?? 'any', inputmode: field.step ? 'numeric' : 'decimal', ...hinted });
    const box = el('div', { class: field.choices ? 'field choice' : 'field', title: field.meaning ?? '' }, el('label', { for: id }, field.label), input);
    if (field.hint) {
      box.append(el('p', { id: `${id}-hint`, class: 'hint' }, field.hint));
    }

    this.#controls.set(field.path, { field, input, box });
    return box;
  }

  #refresh() {
    const answers = this.#answers;
    for (const [path, { field, input, box }] of this.#controls) {
      const preset = presetValue(path, this.#settings, answers, this.#usualChanges);
      const shown = isShown(field, this.#settings, answers);
      box.hidden = !shown;

      // A field that is out of sight must not keep the form from being sent.
      input.disabled = !shown;
      if (field.choices) {
        input.options[0].textContent = field.choices[preset] ? `as given: ${field.choices[preset]}` : 'as given';
      } else {
        input.placeholder = preset === '' ? 'usual' : preset;
      }
    }
  }

  #clear() {
    this.#controls.forEach(({ input }) => { input.value = ''; });
    this.#refresh();
  }
}
