import { button, el } from '../dom.js';
import { counted } from '../format.js';
import { keyOfLabel } from './labelKeys.js';

let lastId = 0;

/**
 * What can be done with the selected samples: label them, mark them for removal, look at them.
 *
 * Events (CustomEvents): "label" with the label as detail, "remove", "open", "leave" when the box is left by Escape.
 */
export class LabelBar extends EventTarget {
  element;
  #chips = el('div', { class: 'chips', role: 'group', 'aria-label': 'Label the selected samples' });
  #box = el('input', { type: 'text', maxlength: 100, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', placeholder: 'Other label', 'aria-label': 'Other label' });
  #list;
  #selected = el('p', { class: 'selected-count', role: 'status' });
  #remove = button('Remove', () => this.#tell('remove'), { title: 'Mark for removal (Delete)' });
  #open = button('Enlarge', () => this.#tell('open'), { title: 'Look at it enlarged (Enter)' });
  #apply = button('Set', () => this.#submit());

  constructor() {
    super();
    lastId += 1;
    this.#list = el('datalist', { id: `labels-${lastId}` });
    this.#box.setAttribute('list', this.#list.id);
    const form = el('form', { class: 'label-box', novalidate: true }, this.#box, this.#list, this.#apply);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.preventDefault();
        this.#box.value = '';
        this.#tell('leave');
      }
    });
    this.element = el('div', { class: 'label-bar' }, this.#chips, el('div', { class: 'label-actions' }, this.#selected, form, this.#open, this.#remove));
  }

  /** @param {string[]} labels @param {Map<string, string>} keys */
  offer(labels, keys) {
    this.#chips.replaceChildren(...labels.map((label) => this.#chip(label, keyOfLabel(keys, label))));
    this.#list.replaceChildren(...labels.map((label) => el('option', { value: label })));
  }

  /** @param {number} size how many samples are selected @param {boolean} isReadOnly */
  show(size, isReadOnly) {
    const isIdle = size === 0 || isReadOnly;
    this.#selected.textContent = size > 0 ? `${counted(size, 'sample')} selected` : 'Nothing selected';
    for (const control of [...this.#chips.children, this.#remove, this.#box, this.#apply]) {
      control.disabled = isIdle;
    }

    this.#open.disabled = size === 0;
  }

  /** Lets a label be typed out. @param {string} start its first character */
  type(start) {
    if (!this.#box.disabled) {
      this.#box.value = start;
      this.#box.focus();
    }
  }

  #chip(label, key) {
    const hint = key !== undefined && key !== label ? [el('kbd', { 'aria-hidden': 'true' }, key)] : [];
    const chip = el('button', { type: 'button', class: 'chip', 'aria-label': `Label as ${label}` }, el('span', {}, label), ...hint);
    chip.addEventListener('click', () => this.#tell('label', label));
    return chip;
  }

  #submit() {
    const label = this.#box.value.trim().normalize();
    this.#box.value = '';
    if (label) {
      this.#tell('label', label);
    } else {
      this.#tell('leave');
    }
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
