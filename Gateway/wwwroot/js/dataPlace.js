import { part, showProblem } from './dom.js';
import { count } from './format.js';
import { datasetCard } from './datasetCard.js';
import { ImportForm } from './importForm.js';

/** The place where data sets come in and can be looked at. */
export class DataPlace {
  title = 'Data';
  #root;
  #api;
  #announce;
  #cards = new Map();

  /** @param {HTMLElement} root @param {{api: import('./api.js').Api, announce: (text: string) => void}} services */
  constructor(root, services) {
    this.#root = root;
    this.#api = services.api;
    this.#announce = services.announce;
    const form = new ImportForm(part(root, 'import'), services);
    form.addEventListener('imported', ({ detail }) => this.#onImported(detail));
  }

  async enter() {
    try {
      this.#show(await this.#api.listDatasets());
      showProblem(this.#problem, null);
    } catch (error) {
      showProblem(this.#problem, error, () => this.enter());
    }
  }

  leave() {}

  get #problem() {
    return this.#root.querySelector(':scope > [data-part="problem"]');
  }

  async #onImported(dataset) {
    await this.enter();
    this.#cards.get(dataset.name)?.element.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  }

  /** Keeps the card of a data set that has not changed, so that its samples and choices stay. */
  #show(datasets) {
    const cards = new Map();
    for (const dataset of datasets) {
      const known = this.#cards.get(dataset.name);
      const fingerprint = JSON.stringify(dataset);
      cards.set(dataset.name, known?.fingerprint === fingerprint ? known : this.#card(dataset, fingerprint));
    }

    for (const [name, card] of this.#cards) {
      if (cards.get(name) !== card) {
        card.stop();
      }
    }

    this.#cards = cards;
    part(this.#root, 'datasets').replaceChildren(...[...cards.values()].map(({ element }) => element));
    part(this.#root, 'empty').hidden = cards.size > 0;
  }

  #card(dataset, fingerprint) {
    return { ...datasetCard(dataset, { api: this.#api, onDelete: () => this.#delete(dataset) }), fingerprint };
  }

  async #delete({ name, trainCount, testCount }) {
    const samples = count(trainCount + testCount);
    if (!confirm(`Delete the data set “${name}” with its ${samples} samples and all its versions? Models trained on it stay.`)) {
      return;
    }

    try {
      await this.#api.deleteDataset(name);
      this.#announce(`Data set ${name} deleted.`);
    } catch (error) {
      showProblem(this.#problem, error);
      return;
    }

    await this.enter();
  }
}
