import { el } from '../dom.js';
import { count, counted, moment, short } from '../format.js';
import { sampleCount } from './sampleQuery.js';

/** The data sets, each a link to itself. */
export class DatasetList {
  element = el('nav', { class: 'data-list', 'aria-label': 'Data sets' });
  #unsaved;
  #add = el('a', { class: 'button wide', href: '#data' }, 'Add data');
  #items = el('ul', {});
  #shown = { datasets: [], waiting: new Map(), open: '' };

  /** @param {import('./unsaved.js').Unsaved} unsaved */
  constructor(unsaved) {
    this.#unsaved = unsaved;
    this.element.append(this.#add, this.#items);
    unsaved.addEventListener('change', () => this.#render());
  }

  /** @param {object[]} datasets @param {Map<string, number>} waiting corrections to review, by data set @param {string} open */
  show(datasets, waiting, open) {
    this.#shown = { datasets, waiting, open };
    this.#render();
  }

  #render() {
    const { datasets, waiting, open } = this.#shown;
    this.#add.toggleAttribute('aria-current', open === '');
    if (open === '') {
      this.#add.setAttribute('aria-current', 'page');
    }

    const names = new Set(datasets.map(({ name }) => name));
    const orphans = [...waiting].filter(([name]) => !names.has(name));
    this.#items.replaceChildren(
      ...datasets.map((dataset) => el('li', {}, this.#item(dataset, waiting.get(dataset.name) ?? 0, dataset.name === open))),
      ...orphans.map(([name, size]) => el('li', {}, orphan(name, size, name === open))));
  }

  #item(dataset, waiting, isOpen) {
    const { name, version, createTime, labels } = dataset;
    const changes = this.#unsaved.countOf(name);
    return el('a', { href: `#data/${encodeURIComponent(name)}`, 'aria-current': isOpen && 'page' },
      el('span', { class: 'data-name' }, name),
      el('span', { class: 'data-counts' }, `${counted(sampleCount(dataset), 'sample')}, ${counted(labels.length, 'label')}`),
      el('span', { class: 'data-when' }, `${short(version)} · ${moment(createTime)}`),
      badges([changes, 'unsaved'], [waiting, 'to review']));
  }
}

/** Corrections may come for a data set before its first sample does. */
function orphan(name, size, isOpen) {
  return el('a', { href: `#data/${encodeURIComponent(name)}/review`, 'aria-current': isOpen && 'page' },
    el('span', { class: 'data-name' }, name),
    el('span', { class: 'data-counts' }, 'Not there yet'),
    badges([size, 'to review']));
}

function badges(...counts) {
  return el('span', { class: 'badges' }, ...counts.filter(([size]) => size > 0).map(([size, what]) => el('span', { class: 'badge' }, `${count(size)} ${what}`)));
}
