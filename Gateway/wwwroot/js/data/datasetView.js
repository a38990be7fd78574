import { button, el } from '../dom.js';
import { count, counted, moment, short } from '../format.js';
import { DrawPanel } from './drawPanel.js';
import { QualityPanel } from './qualityPanel.js';
import { ReviewPanel } from './reviewPanel.js';
import { PARTS } from './sampleQuery.js';
import { SamplesPanel } from './samplesPanel.js';
import { VersionsPanel } from './versionsPanel.js';

const TABS = [
  { name: 'samples', title: 'Samples', Panel: SamplesPanel },
  { name: 'versions', title: 'Versions', Panel: VersionsPanel },
  { name: 'quality', title: 'Quality', Panel: QualityPanel },
  { name: 'review', title: 'Review', Panel: ReviewPanel },
  { name: 'draw', title: 'Draw samples', Panel: DrawPanel },
];

/** An open data set: its counts, what can be done with it, and a panel at a time. */
export class DatasetView {
  element;
  #services;
  #name;
  #onChanged;
  #dataset = null;
  #meta = el('p', { class: 'dataset-meta' });
  #actions;
  #tabs = el('nav', { class: 'tabs' });
  #body = el('div', { class: 'panel' });
  #panels = new Map();
  #open = null;

  /**
   * @param {object} services
   * @param {string} name
   * @param {{onChanged: (dataset: object | null) => void, onDelete: () => void}} events a change made here gives the data set as it is
   *   now, or null where that is not known
   */
  constructor(services, name, { onChanged, onDelete }) {
    this.#services = services;
    this.#name = name;
    this.#onChanged = onChanged;
    this.#tabs.setAttribute('aria-label', `Views of ${name}`);
    this.#actions = el('div', { class: 'dataset-actions' },
      el('a', { class: 'button', href: `#train?dataset=${encodeURIComponent(name)}` }, 'Train on it'),
      button('Delete', onDelete, { class: 'danger', 'aria-label': `Delete ${name}` }));
    this.element = el('article', { class: 'sheet dataset', 'data-name': name },
      el('a', { class: 'back', href: '#data' }, '‹ All data sets'),
      el('header', { class: 'dataset-head' }, el('h2', {}, name), this.#actions, this.#meta),
      this.#tabs, this.#body);
  }

  /** @param {object | null} dataset null when it is not there yet @param {string} tab @param {URLSearchParams} query @param {number} waiting */
  show(dataset, tab, query, waiting) {
    this.#dataset = dataset;
    this.#meta.textContent = dataset ? describe(dataset) : 'This data set does not exist yet; its first sample creates it.';
    this.#actions.hidden = !dataset;
    const chosen = TABS.find(({ name }) => name === tab) ?? TABS[0];
    this.#tabs.replaceChildren(...TABS.filter(({ name }) => dataset || name === 'draw' || name === 'review').map((one) => this.#tab(one, one === chosen, waiting)));
    const panel = this.#panel(chosen);
    if (panel !== this.#open) {
      this.#open?.leave();
      this.#open = panel;
      this.#body.replaceChildren(panel.element);
    }

    panel.enter(dataset, query);
    this.#showTab();
  }

  leave() {
    this.#open?.leave();
  }

  #tab({ name, title }, isOpen, waiting) {
    const badge = name === 'review' && waiting > 0 ? [' ', el('span', { class: 'badge' }, count(waiting))] : [];
    return el('a', { href: `#data/${encodeURIComponent(this.#name)}/${name}`, 'aria-current': isOpen && 'page' }, title, ...badge);
  }

  /** Where the tabs are wider than the screen, the open one is in view. */
  #showTab() {
    const tab = this.#tabs.querySelector('[aria-current]');
    const { offsetLeft: left, offsetWidth: width } = tab;
    this.#tabs.scrollLeft = left - this.#tabs.offsetLeft - (this.#tabs.clientWidth - width) / 2;
  }

  #panel({ name, Panel }) {
    if (!this.#panels.has(name)) {
      this.#panels.set(name, new Panel(this.#services, this.#name, this.#onChanged));
    }

    return this.#panels.get(name);
  }
}

function describe(dataset) {
  const { version, labels, height, width, createTime } = dataset;
  const parts = PARTS.filter(({ counted: key }) => dataset[key] > 0).map(({ name, counted: key }) => `${count(dataset[key])} ${name}`);
  return [parts.join(' + ') || 'no samples', counted(labels.length, 'label'), `${width}×${height}`, `version ${short(version)}`, moment(createTime)].join(' · ');
}
