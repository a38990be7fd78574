import { el } from '../dom.js';
import { CombineForm } from './combineForm.js';
import { DrawStart } from './drawStart.js';
import { ImportForm } from './importForm.js';
import { PublicSets } from './publicSets.js';
import { StarterForm } from './starterForm.js';

const WAYS = [
  { name: 'files', title: 'Bring files', about: 'IDX, CSV, NPY, NPZ, or a ZIP of pictures in folders', View: ImportForm },
  { name: 'starter', title: 'Draw the starter set', about: 'Digits or letters drawn by the program; needs no files', View: StarterForm },
  { name: 'public', title: 'Public sets', about: 'MNIST and similar sets, by name', View: PublicSets },
  { name: 'combine', title: 'Combine data sets', about: 'A share of each, filtered and relabelled', View: CombineForm },
  { name: 'draw', title: 'Start empty and draw', about: 'Your own hand, sample by sample', View: DrawStart },
];

/** The ways in which a data set can begin, one of them open. */
export class BeginView {
  element;
  #services;
  #onBegun;
  #title = el('h2', {});
  #ways = el('nav', { class: 'ways', 'aria-label': 'Ways to begin' });
  #body = el('div', { class: 'way' });
  #views = new Map();
  #open = null;

  /** @param {object} services @param {(dataset: object) => void} onBegun a data set has come, or a newer version of one */
  constructor(services, onBegun) {
    this.#services = services;
    this.#onBegun = onBegun;
    this.element = el('div', { class: 'begin' }, this.#title, this.#ways, this.#body);
  }

  /** @param {string} way @param {object[]} datasets what is there already */
  show(way, datasets) {
    const chosen = WAYS.find(({ name }) => name === way) ?? WAYS[0];
    this.#title.textContent = datasets.length ? 'Add data' : 'No data set yet. Begin with one of these.';
    this.#ways.replaceChildren(...WAYS.map((one) => tile(one, one === chosen)));
    const view = this.#view(chosen);
    if (view !== this.#open) {
      this.#open = view;
      this.#body.replaceChildren(view.element);
    }

    view.enter?.(datasets);
  }

  leave() {
    this.#open?.leave?.();
  }

  #view({ name, View }) {
    if (!this.#views.has(name)) {
      this.#views.set(name, new View(this.#services, this.#onBegun));
    }

    return this.#views.get(name);
  }
}

function tile({ name, title, about }, isOpen) {
  return el('a', { href: `#data/+${name}`, 'aria-current': isOpen && 'page' }, el('strong', {}, title), el('span', {}, about));
}
