import { CorrectionForm } from './correctionForm.js';
import { el, part, showProblem } from './dom.js';
import { downloadLinks } from './downloads.js';
import { percent } from './format.js';
import { KeyboardPen } from './keyboardPen.js';
import { Pad } from './pad.js';
import { base64, openPicture, pictureIn } from './picture.js';
import { PredictionView } from './predictionView.js';
import { Predictor } from './predictor.js';

const LOOK_AGAIN = 3000;

/** The place where one draws and sees it read. */
export class DrawPlace {
  title = 'Draw';
  #root;
  #api;
  #announce;
  #pad;
  #pen;
  #predictor;
  #view;
  #correction;
  #models = [];
  #picker;
  #entered = false;
  #timer = null;

  /** @param {HTMLElement} root @param {object} services */
  constructor(root, services) {
    const { api, announce } = services;
    this.#root = root;
    this.#api = api;
    this.#announce = announce;
    this.#picker = root.querySelector('#draw-model');
    this.#pad = new Pad(part(root, 'pad'));
    this.#pen = new KeyboardPen(part(root, 'pad'), this.#pad, announce);
    this.#predictor = new Predictor((signal) => this.#predict(signal));
    this.#view = new PredictionView({
      winnerLabel: part(root, 'winner-label'),
      winnerConfidence: part(root, 'winner-confidence'),
      seen: part(root, 'seen'),
      seenBlank: part(root, 'seen-blank'),
      bars: part(root, 'bars'),
      barsTitle: part(root, 'classes-title'),
      answeredBy: part(root, 'answered-by'),
    });
    this.#correction = new CorrectionForm(part(root, 'wrong'), services, () => this.#pad.toFile());
    this.#listen();
  }

  async enter() {
    this.#entered = true;
    await this.#loadModels();
  }

  leave() {
    this.#entered = false;
    this.#pen.lift();
    clearTimeout(this.#timer);
  }

  #listen() {
    const frame = part(this.#root, 'pad-frame');
    this.#pad.addEventListener('drawing', () => {
      part(this.#root, 'invitation').hidden = true;
      this.#correction.show(null);
      if (this.#models.length) {
        this.#predictor.change();
      }
    });
    this.#pad.addEventListener('drawn', () => this.#onDrawn());
    this.#predictor.addEventListener('answer', ({ detail }) => this.#onAnswer(detail));
    this.#predictor.addEventListener('failure', ({ detail }) => this.#onFailure(detail));
    this.#picker.addEventListener('change', () => {
      this.#showDownloads();
      this.#onDrawn();
    });
    part(this.#root, 'undo').addEventListener('click', () => this.#pad.undo());
    part(this.#root, 'clear').addEventListener('click', () => this.#clear());
    document.addEventListener('keydown', (event) => this.#onKeyDown(event));
    document.addEventListener('paste', (event) => this.#entered && this.#open(pictureIn(event.clipboardData)));
    this.#root.querySelector('#draw-picture').addEventListener('change', ({ target }) => {
      this.#open(target.files[0]);
      target.value = '';
    });
    frame.addEventListener('dragover', (event) => {
      event.preventDefault();
      frame.classList.add('over');
    });
    frame.addEventListener('dragleave', () => frame.classList.remove('over'));
    frame.addEventListener('drop', (event) => {
      event.preventDefault();
      frame.classList.remove('over');
      this.#open(pictureIn(event.dataTransfer));
    });
  }

  #onKeyDown(event) {
    const typing = event.target.closest?.('input, select, textarea');
    if (!this.#entered || typing || event.altKey) {
      return;
    }

    const withControl = event.ctrlKey || event.metaKey;
    if ((withControl && event.key.toLowerCase() === 'z' && !event.shiftKey) || (!withControl && event.key === 'Backspace')) {
      event.preventDefault();
      this.#pen.lift();
      this.#pad.undo();
    } else if (!withControl && (event.key === 'Escape' || event.key === 'Delete')) {
      event.preventDefault();
      this.#clear();
    }
  }

  #clear() {
    this.#pen.lift();
    this.#pad.clear();
    this.#announce('Cleared');
  }

  async #open(file) {
    if (!file) {
      return;
    }

    try {
      const picture = await openPicture(file);
      this.#pad.show(picture.canvas, picture.file);
    } catch (error) {
      // The answer to the drawing before would look like the answer to this picture.
      this.#predictor.drop();
      this.#takeAnswerOff();
      showProblem(part(this.#root, 'problem'), error);
    }
  }

  /** Nothing that was read before stays beside an error. */
  #takeAnswerOff(text = 'Not read') {
    this.#view.clear(text);
    this.#correction.show(null);
  }

  #onDrawn() {
    part(this.#root, 'invitation').hidden = !this.#pad.isEmpty;
    this.#correction.show(null);
    if (this.#pad.isEmpty) {
      this.#predictor.drop();
      this.#view.clear();
      showProblem(part(this.#root, 'problem'), null);
    } else if (this.#models.length) {
      this.#predictor.settle();
    } else {
      this.#view.clear('No model can read it yet');
    }
  }

  async #predict(signal) {
    const data = await base64(await this.#pad.toFile());
    signal.throwIfAborted();
    return this.#api.predict({ image: { data }, model: this.#picker.value }, signal);
  }

  #onAnswer({ settled, answer }) {
    showProblem(part(this.#root, 'problem'), null);
    this.#view.show(answer);
    if (settled) {
      this.#correction.show(answer);
      this.#announce(`${answer.label}, ${percent(answer.confidence)}`);
    }

    const known = this.#models.find(({ model }) => model === answer.model);
    if (known?.version !== answer.modelVersion) {
      this.#loadModels();
    }
  }

  #onFailure({ settled, error }) {
    this.#takeAnswerOff();
    if (settled) {
      showProblem(part(this.#root, 'problem'), error, () => this.#onDrawn());
    }
  }

  async #loadModels() {
    clearTimeout(this.#timer);
    try {
      this.#showModels(await this.#api.listServedModels());
    } catch (error) {
      showProblem(part(this.#root, 'problem'), error, () => this.#loadModels());
      return;
    }

    // A run that ends while one draws brings a new version.
    clearTimeout(this.#timer);
    if (this.#entered) {
      this.#timer = setTimeout(() => this.#loadModels(), LOOK_AGAIN);
    }
  }

  #showModels(models) {
    // An open list of models must not be pulled away without need.
    if (this.#models.length && JSON.stringify(models) === JSON.stringify(this.#models)) {
      return;
    }

    const hadNone = this.#models.length === 0;
    const chosen = this.#picker.value;
    this.#models = models;
    part(this.#root, 'empty').hidden = models.length > 0;
    this.#picker.disabled = models.length === 0;
    this.#picker.replaceChildren(...(models.length
      ? models.map(({ model, version }) => el('option', { value: model }, `${model}, version ${version}`))
      : [el('option', { value: '' }, 'none yet')]));
    const keep = models.some(({ model }) => model === chosen) ? chosen : models[0]?.model;
    this.#picker.value = keep ?? '';
    this.#showDownloads();
    if (models.length === 0) {
      this.#predictor.drop();
      this.#takeAnswerOff(this.#pad.isEmpty ? undefined : 'No model can read it yet');
    }

    if (hadNone && models.length) {
      showProblem(part(this.#root, 'problem'), null);
      this.#view.expect(models.find(({ model }) => model === keep).labels);
      this.#onDrawn();
    }
  }

  #showDownloads() {
    const chosen = this.#models.find(({ model }) => model === this.#picker.value);
    part(this.#root, 'downloads').replaceChildren(...(chosen ? downloadLinks(chosen.model, chosen.version) : []));
  }
}
