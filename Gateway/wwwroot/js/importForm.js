import { el, part, showProblem } from './dom.js';
import { bytes, percent } from './format.js';
import { uploadDataset } from './upload.js';

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** The form that uploads files as a data set. Sends an "imported" CustomEvent with the data set as detail. */
export class ImportForm extends EventTarget {
  #form;
  #api;
  #announce;
  #name;
  #input;
  #files = [];
  #upload = null;

  /** @param {HTMLFormElement} form */
  constructor(form, { api, announce }) {
    super();
    this.#form = form;
    this.#api = api;
    this.#announce = announce;
    this.#name = form.querySelector('#import-name');
    this.#input = form.querySelector('#import-files');
    this.#input.addEventListener('change', () => this.#choose([...this.#input.files]));
    this.#name.addEventListener('input', () => this.#name.removeAttribute('aria-invalid'));
    part(form, 'cancel-upload').addEventListener('click', () => this.#upload?.abort());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#acceptDrops(part(form, 'dropzone'));
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
    part(this.#form, 'chosen').replaceChildren(
      ...files.map((file) => el('li', {}, el('span', {}, file.name), el('span', {}, bytes(file.size)))));
  }

  async #submit() {
    if (this.#upload) {
      return;
    }

    const fault = this.#fault();
    if (fault) {
      this.#problem(fault);
      return;
    }

    this.#problem(null);
    this.#upload = new AbortController();
    this.#showUploading(true);
    try {
      const dataset = await uploadDataset(this.#api, this.#name.value, this.#files, {
        onProgress: (sent, total) => this.#showProgress(sent, total),
        signal: this.#upload.signal,
      });
      this.#reset();
      this.#announce(`Data set ${dataset.name} is in.`);
      this.dispatchEvent(new CustomEvent('imported', { detail: dataset }));
    } catch (error) {
      this.#problem(error.name === 'AbortError' ? { message: 'Upload cancelled. Nothing was kept.' } : error);
    } finally {
      this.#upload = null;
      this.#showUploading(false);
    }
  }

  #fault() {
    if (this.#files.length === 0) {
      this.#input.focus();
      return { message: 'Choose the files first.' };
    }

    if (!NAME.test(this.#name.value)) {
      this.#name.setAttribute('aria-invalid', 'true');
      this.#name.focus();
      return { message: 'A name has 1 to 64 lower-case letters, digits, “-”, “_” and “.”, and starts with a letter or digit.' };
    }

    return null;
  }

  #reset() {
    this.#files = [];
    this.#input.value = '';
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
