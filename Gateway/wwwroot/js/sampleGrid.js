import { el, part, showProblem } from './dom.js';
import { count } from './format.js';

const PAGE = 60;

/** Thumbnails of a data set, by part and label, page after page. */
export class SampleGrid {
  #root;
  #api;
  #dataset;
  #nextPage = '';
  #loading = null;

  /** @param {HTMLElement} root @param {import('./api.js').Api} api @param {object} dataset */
  constructor(root, api, dataset) {
    this.#root = root;
    this.#api = api;
    this.#dataset = dataset;
    part(root, 'label').append(...dataset.labels.map((label) => el('option', { value: label }, label)));
    part(root, 'part').disabled = dataset.testCount === 0;
    part(root, 'part').addEventListener('change', () => this.load());
    part(root, 'label').addEventListener('change', () => this.load());
    part(root, 'more').addEventListener('click', () => this.#loadPage(this.#nextPage));
  }

  /** Shows the first page of what is chosen. */
  load() {
    return this.#loadPage('');
  }

  /** Stops what is under way, because the grid leaves the page. */
  stop() {
    this.#loading?.abort();
  }

  async #loadPage(pageToken) {
    this.#loading?.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    const query = { part: part(this.#root, 'part').value, label: part(this.#root, 'label').value, pageSize: PAGE, pageToken };
    try {
      const page = await this.#api.listSamples(this.#dataset.name, { version: this.#dataset.version, ...query }, signal);
      this.#show(page, pageToken === '');
      showProblem(part(this.#root, 'problem'), null);
    } catch (error) {
      if (!signal.aborted) {
        showProblem(part(this.#root, 'problem'), error, () => this.#loadPage(pageToken));
      }
    }
  }

  #show({ samples, nextPageToken, totalSize }, isFirst) {
    const list = part(this.#root, 'thumbnails');
    if (isFirst) {
      list.replaceChildren();
    }

    list.append(...samples.map(thumbnail));
    this.#nextPage = nextPageToken;
    part(this.#root, 'more').hidden = !nextPageToken;
    part(this.#root, 'shown').textContent = `${count(list.childElementCount)} of ${count(totalSize)}`;
  }
}

function thumbnail({ label, thumbnail: png }) {
  const image = el('img', { class: 'pixels', alt: '', width: 28, height: 28, src: `data:image/png;base64,${png}` });
  return el('li', {}, image, label);
}
