import { el, fromTemplate, part, showProblem } from '../dom.js';
import { bytes, counted, percent } from '../format.js';
import { Assumptions } from './assumptions.js';
import { checkName, isName, suggestName } from './datasetName.js';
import { ImportPreview } from './importPreview.js';
import { importReport, isNoteworthy } from './importReport.js';
import { readLabelMap } from './labelMap.js';
import { NameChoice } from './nameChoice.js';
import { offerLabelPacks } from './labelPacks.js';
import { uploadDataset } from './upload.js';

/** Settings that have a control of their own among the options. */
const CONTROLS = {
  splitRatio: '#import-split',
  validationRatio: '#import-validation',
  seed: '#import-seed',
  faultPolicy: '#import-faults',
  labelColumn: '#import-label-column',
  labelPack: '#import-label-pack',
  transposed: '#import-transposed',
};

/** The form that uploads files as a data set: first to see what they are, then to store them. */
export class ImportForm {
  element = fromTemplate('import-template');
  #services;
  #onBegun;
  #form = part(this.element, 'import');
  #name = this.element.querySelector('#import-name');
  #input = this.element.querySelector('#import-files');
  #assumptions = new Assumptions();
  #preview = new ImportPreview(this.#assumptions, (name, value) => this.#decide(name, value));
  #nameChoice = new NameChoice(this.#name);
  #hasOwnName = false;
  #files = [];
  #answer = null;
  #upload = null;
  #isSubmitting = false;

  /** @param {object} services @param {(dataset: object, before?: string) => void} onBegun */
  constructor(services, onBegun) {
    this.#services = services;
    this.#onBegun = onBegun;
    part(this.#form, 'preview').replaceWith(this.#preview.element);
    part(this.#form, 'name-choice').replaceWith(this.#nameChoice.element);
    this.#input.addEventListener('change', () => this.#choose([...this.#input.files]));
    this.#name.addEventListener('input', () => { this.#hasOwnName = this.#name.value !== ''; });
    part(this.#form, 'cancel-upload').addEventListener('click', () => this.#upload?.abort());
    part(this.#form, 'options').addEventListener('change', ({ target }) => {
      if (target.id !== 'import-note' && this.#files.length) {
        this.#look();
      }
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#acceptDrops(part(this.#form, 'dropzone'));
    offerLabelPacks(this.#form.querySelector('#import-label-pack'), services.data);
  }

  /** @param {object[]} datasets what is there already */
  enter(datasets) {
    this.#nameChoice.offer(datasets);
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
    if (files.length === 0 || this.#upload?.isImport) {
      return;
    }

    this.#files = files;
    this.element.dispatchEvent(new Event('choose', { bubbles: true }));
    this.#assumptions.clear();
    this.#preview.clear();
    part(this.element, 'report').replaceChildren();
    if (!this.#hasOwnName) {
      this.#name.value = suggestName(files.map(({ name }) => name));
      this.#name.removeAttribute('aria-invalid');
      this.#name.dispatchEvent(new Event('input'));
      this.#hasOwnName = false;
    }

    part(this.#form, 'chosen').replaceChildren(
      ...files.map((file) => el('li', {}, el('span', {}, file.name), el('span', {}, bytes(file.size)))));
    this.#look();
  }

  /** Another value for what was assumed: where the options have it too, it is changed there. */
  #decide(name, value) {
    const control = name in CONTROLS ? this.#form.querySelector(CONTROLS[name]) : null;
    if (control?.type === 'checkbox') {
      control.checked = value === 'true';
    } else if (control) {
      control.value = value;
    } else {
      this.#assumptions.choose(name, value);
    }

    this.#look();
  }

  /** Has the server say what it makes of the files, without storing them. */
  async #look() {
    const { fault, files, settings } = this.#request();
    this.#answer = null;
    if (fault) {
      this.#fail(fault);
      return;
    }

    // A name may tell which of several data sets is meant.
    const name = isName(this.#name.value) ? { name: this.#name.value } : {};
    const answer = await this.#send({ ...settings, ...name, dryRun: 'true' }, files, false);
    if (answer) {
      this.#answer = answer;
      this.#preview.show(answer);
      this.#services.announce(`${counted(answer.preview.sampleCount, 'sample')} with ${counted(answer.preview.labelCount, 'label')} understood. Check the preview, then import.`);
    }
  }

  async #submit() {
    if (this.#upload || this.#isSubmitting) {
      return;
    }

    this.#isSubmitting = true;
    try {
      await this.#import();
    } finally {
      this.#isSubmitting = false;
    }
  }

  async #import() {
    if (!this.#answer) {
      await this.#look();
      return;
    }

    const { fault, files, settings } = this.#request();
    const wrong = fault ?? checkName(this.#name);
    if (wrong) {
      this.#problem(wrong);
      return;
    }

    const understood = this.#answer;
    try {
      this.#nameChoice.offer(await this.#services.data.listDatasets());
    } catch (error) {
      this.#problem(error);
      return;
    }

    // Other files, or another look at them, take its place.
    if (understood !== this.#answer) {
      return;
    }

    const { mode, fault: open } = this.#nameChoice.read();
    if (open) {
      this.#problem(open);
      return;
    }

    const { before } = this.#nameChoice;
    const subset = understood.report.assumptions?.find(({ setting, value }) => setting === 'subset' && value);
    const meant = subset ? { subset: subset.value } : {};
    const answer = await this.#send({ ...meant, ...settings, name: this.#name.value, mode, note: this.#value('#import-note'), author: this.#services.author.name }, files, true);
    if (answer) {
      this.#show(answer, before);
    }
  }

  #show({ dataset, report }, before) {
    this.#reset();
    this.#onBegun(dataset, before);
    if (isNoteworthy(report)) {
      part(this.element, 'report').replaceChildren(importReport(dataset, report));
      part(this.element, 'report').scrollIntoView({ block: 'nearest', behavior: 'smooth' });
    } else if (this.element.isConnected) {
      location.hash = `#data/${encodeURIComponent(dataset.name)}`;
    }
  }

  /** Uploads; a new look takes the place of one that is under way. @returns {Promise<object | null>} null where it failed */
  async #send(settings, files, isImport) {
    this.#upload?.abort();
    const upload = Object.assign(new AbortController(), { isImport });
    this.#upload = upload;
    this.#problem(null);
    this.#preview.busy = true;
    this.#showUploading(true);
    part(this.element, 'report').replaceChildren();
    try {
      const answer = await uploadDataset(this.#services.data, withoutEmpty(settings), files, {
        onProgress: (sent, total) => this.#upload === upload && this.#showProgress(sent, total),
        signal: upload.signal,
      });
      return this.#upload === upload ? answer : null;
    } catch (error) {
      if (this.#upload === upload) {
        this.#failed(error, isImport);
      }

      return null;
    } finally {
      if (this.#upload === upload) {
        this.#upload = null;
        this.#preview.busy = false;
        this.#showUploading(false);
      }
    }
  }

  #failed(error, isImport) {
    const isCancelled = error.name === 'AbortError';
    const shown = isCancelled ? { message: `${isImport ? 'Import' : 'Preview'} cancelled. Nothing was kept.` } : error;
    if (isImport && (isCancelled || error.reason === 'DATASET_EXISTS')) {
      // What was understood of the files still holds.
      this.#problem(shown);
    } else {
      this.#fail(shown);
    }
  }

  /** What was understood before is not shown beside an error. */
  #fail(error) {
    this.#answer = null;
    this.#preview.fail();
    this.#problem(error);
  }

  /** What is to be sent, or what is wrong with it. */
  #request() {
    if (this.#files.length === 0) {
      this.#input.focus();
      return { fault: { message: 'Choose the files first.' } };
    }

    const labelMap = readLabelMap(this.#value('#import-label-map'));
    const wrong = [...part(this.#form, 'options').querySelectorAll('input[type="number"]')].find((input) => !input.checkValidity());
    if (labelMap.fault || wrong) {
      part(this.#form, 'options').open = true;
      (wrong ?? this.#form.querySelector('#import-label-map')).focus();
      return { fault: { message: labelMap.fault ?? `${wrong.labels[0].textContent}: ${wrong.validationMessage}` } };
    }

    const hasMap = Object.keys(labelMap.map).length > 0;
    const files = hasMap ? [new File([JSON.stringify(labelMap.map)], 'label-map.json', { type: 'application/json' }), ...this.#files] : this.#files;
    return { files, settings: this.#settings() };
  }

  #settings() {
    const options = Object.entries(CONTROLS).map(([name, id]) => {
      const control = this.#form.querySelector(id);
      return [name, control.type === 'checkbox' ? (control.checked ? 'true' : '') : control.value.trim()];
    });
    return { ...Object.fromEntries(options), ...this.#assumptions.chosen };
  }

  #value(id) {
    return this.#form.querySelector(id).value.trim();
  }

  #reset() {
    this.#files = [];
    this.#answer = null;
    this.#input.value = '';
    this.#hasOwnName = false;
    this.#assumptions.clear();
    this.#preview.clear();
    part(this.#form, 'chosen').replaceChildren();
  }

  #showUploading(uploading) {
    part(this.#form, 'uploading').hidden = !uploading;
    part(this.#form, 'upload').disabled = uploading;
    this.#input.disabled = uploading && this.#upload.isImport;
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
      status.textContent = this.#upload?.isImport ? 'Uploaded. The samples are being stored.' : 'Uploaded. The files are being read; nothing is stored yet.';
    }
  }

  #problem(error) {
    showProblem(part(this.#form, 'import-problem'), error);
  }
}

/** What was left empty is left out, so that the server decides. */
function withoutEmpty(settings) {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''));
}
