import { button, el, problemBox, showProblem } from '../dom.js';
import { bytes, count, counted, percent } from '../format.js';

const STAGES = {
  INSTALL_STAGE_FETCHING: 'Fetching',
  INSTALL_STAGE_CHECKING: 'Checking',
  INSTALL_STAGE_IMPORTING: 'Importing',
  INSTALL_STAGE_DONE: 'Done',
};
const MOST_LABELS = 62;

/** Public data sets that can be installed by name. */
export class PublicSets {
  element;
  #services;
  #onBegun;
  #problem = problemBox();
  #list = el('ul', { class: 'public-sets' });
  #cards = new Map();

  /** @param {object} services @param {(dataset: object) => void} onBegun */
  constructor(services, onBegun) {
    this.#services = services;
    this.#onBegun = onBegun;
    this.element = el('section', { 'aria-label': 'Public sets' },
      el('p', { class: 'hint' }, 'Downloaded from their publishers, compared with the published hashes and imported. An interrupted download continues where it stopped.'),
      this.#problem, this.#list);
  }

  /** @param {object[]} datasets what is there already */
  async enter(datasets) {
    const names = new Set(datasets.map(({ name }) => name));
    try {
      const sets = await this.#services.data.listPublicDatasets();
      showProblem(this.#problem, null);
      for (const set of sets) {
        if (!this.#cards.has(set.name)) {
          this.#cards.set(set.name, new PublicSet(set, this.#services, this.#onBegun));
        }

        this.#cards.get(set.name).show(set, names.has(set.name));
      }

      this.#list.replaceChildren(...sets.map(({ name }) => this.#cards.get(name).element));
    } catch (error) {
      showProblem(this.#problem, error, () => this.enter(datasets));
    }
  }
}

class PublicSet {
  element = el('li', { class: 'sheet public-set' });
  #name;
  #services;
  #onBegun;
  #facts = el('div', { class: 'public-facts' });
  #there = el('a', { class: 'button', hidden: true }, 'Look at it');
  #install = button('Install', () => this.#run());
  #problem = problemBox();
  #status = el('p', { role: 'status' });
  #bar = el('progress', { max: 1 });
  #progress;
  #done = el('p', { class: 'public-done', role: 'status' });
  #running = null;

  constructor({ name, title }, services, onBegun) {
    this.#name = name;
    this.#services = services;
    this.#onBegun = onBegun;
    this.#there.href = `#data/${encodeURIComponent(name)}`;
    this.#there.setAttribute('aria-label', `${this.#there.textContent}: ${title}`);
    this.#bar.setAttribute('aria-label', `Progress of ${title}`);
    this.#progress = el('div', { class: 'uploading', hidden: true },
      el('div', { class: 'uploading-row' }, this.#status, button('Stop', () => this.#running?.abort())), this.#bar);
    this.element.append(this.#facts, el('div', { class: 'public-actions' }, this.#there, this.#install), this.#progress, this.#done, this.#problem);
  }

  show({ title, description, license, credit, homepage, trainCount, testCount, labels, files }, isThere) {
    const size = files.reduce((sum, { sizeBytes }) => sum + Number(sizeBytes), 0);
    const present = files.length > 0 && files.every((file) => file.present);
    this.#facts.replaceChildren(
      el('h3', {}, title),
      el('p', {}, description),
      el('p', { class: 'hint' }, [`${count(trainCount)} train + ${count(testCount)} test`, counted(labels.length, 'label'), size ? bytes(size) : '', present ? 'files are here' : ''].filter(Boolean).join(' · ')),
      el('p', { class: 'public-labels', lang: 'und' }, labels.slice(0, MOST_LABELS).join(' ')),
      el('p', { class: 'hint' }, `Licence: ${license.replace(/\.$/, '')}. `, credit ? `Credit: ${credit.replace(/\.$/, '')}. ` : '', el('a', { href: homepage, rel: 'noopener noreferrer', target: '_blank', 'aria-label': `Home page of ${title}` }, 'Home page')));
    this.#there.hidden = !isThere;
    this.#install.textContent = isThere ? 'Install again' : 'Install';
    this.#install.setAttribute('aria-label', `${this.#install.textContent} ${title}`);
  }

  async #run() {
    this.#running = new AbortController();
    this.#install.disabled = true;
    showProblem(this.#problem, null);
    this.#done.textContent = '';
    this.#showProgress({ stage: 'INSTALL_STAGE_FETCHING', fetchedBytes: 0, totalBytes: 0 });
    try {
      const request = { author: this.#services.author.name };
      for await (const message of this.#services.data.installPublicDataset(this.#name, request, this.#running.signal)) {
        this.#showProgress(message);
        if (message.dataset) {
          this.#done.textContent = `Installed as ${message.dataset.name}.`;
          this.#onBegun(message.dataset);
        }
      }
    } catch (error) {
      showProblem(this.#problem, error.name === 'AbortError' ? { message: 'Stopped. The downloaded part is kept; installing again continues from there.' } : error);
    } finally {
      this.#running = null;
      this.#install.disabled = false;
      this.#progress.hidden = true;
    }
  }

  #showProgress({ stage, file, fetchedBytes, totalBytes }) {
    const [fetched, total] = [Number(fetchedBytes), Number(totalBytes)];
    this.#progress.hidden = false;
    const isFetching = stage === 'INSTALL_STAGE_FETCHING' && total > 0;
    if (isFetching) {
      this.#bar.value = fetched / total;
    } else {
      this.#bar.removeAttribute('value');
    }

    const share = isFetching ? `${percent(fetched / total, 0)} of ${bytes(total)}` : '';
    this.#status.textContent = [STAGES[stage] ?? 'Working', file, share].filter(Boolean).join(' · ');
  }
}
