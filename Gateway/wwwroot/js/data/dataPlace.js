import { el, part, showProblem } from '../dom.js';
import { count } from '../format.js';
import { BeginView } from './beginView.js';
import { DatasetList } from './datasetList.js';
import { DatasetView } from './datasetView.js';
import { sampleCount } from './sampleQuery.js';
import { UndoNotice } from './undoNotice.js';

/** No data set's name begins so: what follows is a way to begin one. */
const WAY = '+';
const LOOK_AGAIN = 3000;

/**
 * The place where data sets come in, are looked at and changed. #data has the ways to begin, #data/mnist a data set, #data/mnist/versions
 * and so on its other views.
 */
export class DataPlace {
  title = 'Data';
  #root;
  #services;
  #list;
  #begin;
  #undo;
  #views = new Map();
  #shown = null;
  #datasets = null;
  #waiting = new Map();
  #visit = 0;
  #timer = null;

  /** @param {HTMLElement} root @param {object} services */
  constructor(root, services) {
    this.#root = root;
    this.#services = services;
    this.#list = new DatasetList(services.unsaved);
    this.#begin = new BeginView(services, (dataset, before = this.#versionOf(dataset.name)) => this.#onBegun(dataset, before));
    this.#undo = new UndoNotice(services, (name, dataset) => this.#onUndone(name, dataset));
    part(root, 'list').append(this.#list.element);
    root.append(this.#undo.element);
    root.addEventListener('choose', () => this.#undo.hide());
  }

  /** @param {string} path @param {URLSearchParams} query */
  async enter(path, query) {
    clearTimeout(this.#timer);
    this.#visit += 1;
    const visit = this.#visit;
    const known = this.#fingerprint;
    if (this.#datasets) {
      this.#show(path, query);
    }

    await this.#refresh(path, query, visit, known);
  }

  /** Shows what the server has, if that is news. */
  async #refresh(path, query, visit, known) {
    try {
      await this.#load();
      showProblem(this.#problem, null);
    } catch (error) {
      showProblem(this.#problem, error, () => this.enter(path, query));
      return;
    }

    if (visit !== this.#visit) {
      return;
    }

    if (known !== this.#fingerprint) {
      this.#show(path, query);
    }

    // A new installation draws its first data set by itself.
    if (this.#datasets.length === 0) {
      this.#timer = setTimeout(() => this.#refresh(path, query, visit, this.#fingerprint), LOOK_AGAIN);
    }
  }

  leave() {
    clearTimeout(this.#timer);
    this.#visit += 1;
    this.#shown?.leave();
    this.#shown = null;
    this.#undo.hide();
    part(this.#root, 'main').replaceChildren();
  }

  get #problem() {
    return this.#root.querySelector(':scope > [data-part="problem"]');
  }

  /** Tells whether what there is has changed. */
  get #fingerprint() {
    return JSON.stringify([this.#datasets, [...this.#waiting]]);
  }

  async #load() {
    const { data } = this.#services;
    // What waits for review is a hint; without it the data sets are there all the same.
    [this.#datasets, this.#waiting] = await Promise.all([data.listDatasets(), data.countCorrections().catch(() => new Map())]);
  }

  #show(path, query) {
    const [name, tab = ''] = path.split('/');
    const isBeginning = name === '' || name.startsWith(WAY);
    this.#list.show(this.#datasets, this.#waiting, isBeginning ? '' : name);
    this.#root.toggleAttribute('data-open', !isBeginning);
    part(this.#root, 'list').hidden = this.#datasets.length === 0 && this.#waiting.size === 0;
    if (isBeginning) {
      this.#put(this.#begin);
      this.#begin.show(name.slice(WAY.length), this.#datasets);
      return;
    }

    const dataset = this.#datasets.find((one) => one.name === name);
    if (!dataset && tab !== 'review' && tab !== 'draw') {
      this.#put({ element: missing(name), leave: () => {} });
      return;
    }

    const view = this.#view(name);
    this.#put(view);
    view.show(dataset ?? null, tab, query, this.#waiting.get(name) ?? 0);
  }

  #put(view) {
    if (this.#shown !== view) {
      this.#shown?.leave();
      this.#shown = view;
      part(this.#root, 'main').replaceChildren(view.element);
    }
  }

  #view(name) {
    if (!this.#views.has(name)) {
      this.#views.set(name, new DatasetView(this.#services, name, {
        onChanged: (dataset) => this.#onChanged(dataset, this.#versionOf(name)),
        onDelete: () => this.#delete(name),
      }));
    }

    return this.#views.get(name);
  }

  #versionOf(name) {
    return this.#datasets?.find((one) => one.name === name)?.version;
  }

  /** What the server answered is shown at once; the list follows. @param {object | null} dataset @param {string | undefined} before its version before */
  #onChanged(dataset, before) {
    if (dataset) {
      this.#take(dataset);
      this.#undo.offer(before, dataset);
    }

    this.dispatch();
  }

  #take(dataset) {
    this.#datasets = (this.#datasets ?? []).filter(({ name }) => name !== dataset.name).concat(dataset).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #onUndone(name, dataset) {
    if (dataset) {
      this.#take(dataset);
      this.dispatch();
    } else {
      this.#onGone(name);
    }
  }

  #onGone(name) {
    this.#services.unsaved.forget(name);
    this.#views.delete(name);
    this.#datasets = this.#datasets.filter((one) => one.name !== name);
    if (location.hash === '#data') {
      this.dispatch();
    } else {
      location.hash = '#data';
    }
  }

  /** Shows again what the address says. */
  dispatch() {
    const [address, search] = location.hash.slice(1).split('?');
    const [place, ...path] = address.split('/');
    if (place === 'data') {
      this.enter(decodeURIComponent(path.join('/')), new URLSearchParams(search));
    }
  }

  #onBegun(dataset, before) {
    this.#services.announce(`Data set ${dataset.name} is in.`);
    this.#onChanged(dataset, before);
  }

  async #delete(name) {
    const samples = count(sampleCount(this.#datasets.find((one) => one.name === name)));
    if (!confirm(`Delete the data set “${name}” with its ${samples} samples and all its versions? Models trained on it stay.`)) {
      return;
    }

    try {
      await this.#services.data.deleteDataset(name);
    } catch (error) {
      showProblem(this.#problem, error);
      return;
    }

    this.#services.announce(`Data set ${name} deleted.`);
    this.#undo.hide();
    this.#onGone(name);
  }
}

function missing(name) {
  return el('div', { class: 'empty' },
    el('h2', {}, `There is no data set “${name}”`),
    el('p', {}, 'It may have been deleted. ', el('a', { href: '#data' }, 'See what there is'), '.'));
}
