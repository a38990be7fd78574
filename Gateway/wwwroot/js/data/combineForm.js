import { button, choice, el, field, problemBox, showProblem } from '../dom.js';
import { count, counted } from '../format.js';
import { MAX_SOURCES, readSource } from './combineRequest.js';
import { checkName } from './datasetName.js';
import { sampleCount } from './sampleQuery.js';

const MODES = [
  ['IMPORT_MODE_CREATE', 'Refuse'],
  ['IMPORT_MODE_APPEND', 'Add to it'],
  ['IMPORT_MODE_REPLACE', 'Make a new version of it'],
];

/** @param {Error} error @param {string} name */
function problemOf(error, name) {
  return error.name === 'AbortError' ? { message: 'Cancelled. Nothing was kept.' }
    : error.reason === 'DATASET_EXISTS' ? { message: `There is a data set “${name}” already. Choose another name, or say that it is added to or replaced.` }
    : error;
}

/** Makes a data set out of others. */
export class CombineForm {
  element;
  #services;
  #onBegun;
  #datasets = [];
  #sources = [];
  #name = text({ value: 'combined', maxlength: 64 });
  #mode = choice(MODES);
  #seed = el('input', { type: 'number', min: 0, max: 4_294_967_295, step: 1, placeholder: '0', inputmode: 'numeric' });
  #note = text({ maxlength: 500, placeholder: 'kept with the version' });
  #rows = el('div', {});
  #add = button('Add another data set', () => this.#addSource());
  #problem = problemBox();
  #status = el('p', { role: 'status' });
  #bar = el('progress', { max: 1, value: 0, 'aria-label': 'Samples taken' });
  #progress;
  #submit = el('button', { type: 'submit', class: 'button primary' }, 'Combine');
  #work = null;

  /** @param {object} services @param {(dataset: object) => void} onBegun */
  constructor(services, onBegun) {
    this.#services = services;
    this.#onBegun = onBegun;
    this.#progress = el('div', { class: 'uploading', hidden: true },
      el('div', { class: 'uploading-row' }, this.#status, button('Cancel', () => this.#work?.abort())), this.#bar);
    this.element = el('form', { class: 'sheet way-form', novalidate: true },
      el('h2', {}, 'Combine data sets'),
      el('p', { class: 'hint' }, 'Takes samples of one or more data sets into another: a share of each, only some labels, under other names. Train stays train and test stays test; an image that is in both comes into test.'),
      this.#rows, el('div', {}, this.#add),
      el('div', { class: 'fields' },
        field('Name', this.#name), field('If the name is taken', this.#mode),
        field('Seed', this.#seed, 'The same seed takes the same samples.'), field('Note', this.#note)),
      el('div', {}, this.#submit), this.#progress, this.#problem);
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#combine();
    });
  }

  /** @param {object[]} datasets what there is */
  enter(datasets) {
    this.#datasets = datasets;
    this.#sources.forEach((source) => source.offer(datasets));
    if (this.#sources.length === 0) {
      this.#addSource();
    }

    this.#submit.disabled = datasets.length === 0 || this.#work !== null;
    showProblem(this.#problem, datasets.length === 0 ? { message: 'There is no data set to take samples of yet.' } : null);
  }

  #addSource() {
    const source = new SourceRow(() => this.#remove(source));
    source.offer(this.#datasets, this.#sources.length);
    this.#sources.push(source);
    this.#rows.append(source.element);
    this.#showButtons();
  }

  #remove(source) {
    this.#sources = this.#sources.filter((one) => one !== source);
    source.element.remove();
    this.#showButtons();
  }

  #showButtons() {
    this.#add.disabled = this.#sources.length >= MAX_SOURCES;
    this.#sources.forEach((source) => source.allowRemoval(this.#sources.length > 1));
  }

  async #combine() {
    const fault = checkName(this.#name);
    if (fault || !this.element.reportValidity() || this.#work) {
      showProblem(this.#problem, fault);
      return;
    }

    const sources = this.#sources.map((source) => source.read());
    const wrong = sources.find((one) => one.fault);
    if (wrong) {
      showProblem(this.#problem, { message: wrong.fault });
      return;
    }

    showProblem(this.#problem, null);
    this.#work = new AbortController();
    this.#showProgress({ taken: 0, count: 0 });
    try {
      for await (const message of this.#services.data.combineDatasets(this.#request(sources), this.#work.signal)) {
        this.#showProgress(message);
        if (message.dataset) {
          this.#done(message);
        }
      }
    } catch (error) {
      showProblem(this.#problem, problemOf(error, this.#name.value));
    } finally {
      this.#work = null;
      this.#progress.hidden = true;
      this.#submit.disabled = false;
    }
  }

  #request(sources) {
    return {
      name: this.#name.value,
      sources: sources.map(({ source }) => source),
      mode: this.#mode.value,
      seed: Number(this.#seed.value),
      note: this.#note.value.trim(),
      author: this.#services.author.name,
    };
  }

  /** Whoever has gone elsewhere meanwhile stays there. */
  #done({ dataset, moved }) {
    this.#onBegun(dataset);
    if (moved > 0) {
      this.#services.announce(`${counted(moved, 'sample')} moved to the part where an equal image is.`);
    }

    if (this.element.isConnected) {
      location.hash = `#data/${encodeURIComponent(dataset.name)}`;
    }
  }

  #showProgress({ taken, count: total }) {
    this.#progress.hidden = false;
    this.#submit.disabled = true;
    if (total > 0 && taken < total) {
      this.#bar.value = taken / total;
      this.#status.textContent = `${count(taken)} of ${counted(total, 'sample')} taken`;
    } else {
      this.#bar.removeAttribute('value');
      this.#status.textContent = total > 0 ? 'Taken. The samples are being stored.' : 'Beginning';
    }
  }
}

/** One of the data sets that are combined. */
class SourceRow {
  element;
  #dataset = el('select', { required: true });
  #version = text({ placeholder: 'newest', maxlength: 64 });
  #share = el('input', { type: 'number', min: 0, max: 1, step: 'any', inputmode: 'decimal', placeholder: '1' });
  #most = el('input', { type: 'number', min: 1, step: 1, inputmode: 'numeric', placeholder: 'all' });
  #labels = text({ placeholder: 'all' });
  #labelMap = text({ placeholder: 'O = 0, I = 1' });
  #removal;

  /** @param {() => void} onRemove */
  constructor(onRemove) {
    this.#removal = button('Remove', onRemove);
    this.element = el('fieldset', { class: 'combine-source' },
      el('legend', {}, 'From'),
      el('div', { class: 'fields' },
        field('Data set', this.#dataset), field('Version', this.#version), field('Share', this.#share, 'Above 0, at most 1'),
        field('At most', this.#most, 'samples'), field('Only the labels', this.#labels, 'Separated by commas'),
        field('Other names for labels', this.#labelMap, 'Separated by commas, or a JSON object')),
      this.#removal);
  }

  /** @param {object[]} datasets @param {number} [at] which of them is chosen first */
  offer(datasets, at = 0) {
    const chosen = this.#dataset.value || datasets[Math.min(at, datasets.length - 1)]?.name;
    this.#dataset.replaceChildren(...datasets.map((dataset) =>
      el('option', { value: dataset.name, selected: dataset.name === chosen }, `${dataset.name} (${counted(sampleCount(dataset), 'sample')})`)));
  }

  allowRemoval(allowed) {
    this.#removal.hidden = !allowed;
  }

  read() {
    return readSource({
      dataset: this.#dataset.value,
      version: this.#version.value,
      share: this.#share.value,
      most: this.#most.value,
      labels: this.#labels.value,
      labelMap: this.#labelMap.value,
    });
  }
}

function text(attributes) {
  return el('input', { type: 'text', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', ...attributes });
}
