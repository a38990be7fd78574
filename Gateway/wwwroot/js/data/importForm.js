import { el, fromTemplate, part, showProblem } from '../dom.js';
import { bytes, percent } from '../format.js';
import { checkName, suggestName } from './datasetName.js';
import { importReport, isNoteworthy } from './importReport.js';
import { readLabelMap } from './labelMap.js';
import { offerLabelPacks } from './labelPacks.js';
import { uploadDataset } from './upload.js';

/** The form that uploads files as a data set. */
export class ImportForm {
  element = fromTemplate('import-template');
  #services;
  #onBegun;
  #form = part(this.element, 'import');
  #name = this.element.querySelector('#import-name');
  #input = this.element.querySelector('#import-files');
  #hasOwnName = false;
  #files = [];
  #upload = null;

  /** @param {object} services @param {(dataset: object) => void} onBegun */
  constructor(services, onBegun) {
    this.#services = services;
    this.#onBegun = onBegun;
    this.#input.addEventListener('change', () => this.#choose([...this.#input.files]));
    this.#name.addEventListener('input', () => { this.#hasOwnName = this.#name.value !== ''; });
    part(this.#form, 'cancel-upload').addEventListener('click', () => this.#upload?.abort());
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#acceptDrops(part(this.#form, 'dropzone'));
    offerLabelPacks(this.#form.querySelector('#import-label-pack'), services.data);
  }

  #acceptDrops(zone) {
    zone.addEventListener('dragover', (event) => {
      event.preventDefault();
      zone.classList.add('over');
    });
    zone.addEventListener('dragleave', () => zone.classList.remove('over'));
    zone.addEventListener('drop', (event) => {
      event.preventDefault();
      zone.classList.remove('over');
      this.#choose([...event.dataTransfer.files]);
    });
  }

  #choose(files) {
    if (files.length === 0 || this.#upload) {
      return;
    }

    this.#files = files;
    this.#problem(null);
    if (!this.#hasOwnName) {
      this.#name.value = suggestName(files.map(({ name }) => name));
      this.#name.removeAttribute('aria-invalid');
    }

    part(this.#form, 'chosen').replaceChildren(
      ...files.map((file) => el('li', {}, el('span', {}, file.name), el('span', {}, bytes(file.size)))));
  }

  async #submit() {
    if (this.#upload) {
      return;
    }

    const { fault, files, settings } = this.#request();
    if (fault) {
      this.#problem(fault);
      return;
    }

    this.#problem(null);
    part(this.element, 'report').replaceChildren();
    this.#upload = new AbortController();
    this.#showUploading(true);
    try {
      const { dataset, report } = await uploadDataset(this.#services.data, settings, files, {
        onProgress: (sent, total) => this.#showProgress(sent, total),
        signal: this.#upload.signal,
      });
      this.#reset();
      this.#onBegun(dataset);
      if (isNoteworthy(report)) {
        part(this.element, 'report').replaceChildren(importReport(dataset, report));
        part(this.element, 'report').scrollIntoView({ block: 'nearest', behavior: 'smooth' });
      } else if (this.element.isConnected) {
        location.hash = `#data/${encodeURIComponent(dataset.name)}`;
      }
    } catch (error) {
      this.#problem(error.name === 'AbortError' ? { message: 'Upload cancelled. Nothing was kept.' } : error);
    } finally {
      this.#upload = null;
      this.#showUploading(false);
    }
  }

  /** What is to be sent, or what is wrong with it. What was left empty is left out, so that the server decides. */
  #request() {
    if (this.#files.length === 0) {
      this.#input.focus();
      return { fault: { message: 'Choose the files first.' } };
    }

    const labelMap = readLabelMap(this.#value('#import-label-map'));
    const wrong = [...this.#form.querySelectorAll('input[type="number"]')].find((input) => !input.checkValidity());
    if (labelMap.fault || wrong) {
      part(this.#form, 'options').open = true;
      (wrong ?? this.#form.querySelector('#import-label-map')).focus();
      return { fault: { message: labelMap.fault ?? `${wrong.labels[0].textContent}: ${wrong.validationMessage}` } };
    }

    const fault = checkName(this.#name);
    const hasMap = Object.keys(labelMap.map).length > 0;
    const files = hasMap ? [new File([JSON.stringify(labelMap.map)], 'label-map.json', { type: 'application/json' }), ...this.#files] : this.#files;
    return { fault, files, settings: this.#settings() };
  }

  #settings() {
    const said = {
      name: this.#name.value,
      splitRatio: this.#value('#import-split'),
      validationRatio: this.#value('#import-validation'),
      seed: this.#value('#import-seed'),
      faultPolicy: this.#value('#import-faults'),
      labelColumn: this.#value('#import-label-column'),
      labelPack: this.#value('#import-label-pack'),
      transposed: this.#form.querySelector('#import-transposed').checked ? 'true' : '',
      note: this.#value('#import-note'),
      author: this.#services.author.name,
    };
    return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''));
  }

  #value(id) {
    return this.#form.querySelector(id).value.trim();
  }

  #reset() {
    this.#files = [];
    this.#input.value = '';
    this.#hasOwnName = false;
    part(this.#form, 'chosen').replaceChildren();
  }

  #showUploading(uploading) {
    part(this.#form, 'uploading').hidden = !uploading;
    part(this.#form, 'upload').disabled = uploading;
    this.#input.disabled = uploading;
    if (uploading) {
      this.#showProgress(0, 1);
    }
  }

  #showProgress(sent, total) {
    const progress = part(this.#form, 'upload-progress');
    const status = part(this.#form, 'upload-status');
    if (sent < total) {
      progress.value = sent / total;
      status.textContent = sent > 0 ? `Uploading: ${percent(sent / total, 0)} of ${bytes(total)}` : 'Uploading';
    } else {
      progress.removeAttribute('value');
      status.textContent = 'Uploaded. The files are being checked and stored.';
    }
  }

  #problem(error) {
    showProblem(part(this.#form, 'import-problem'), error);
  }
}
