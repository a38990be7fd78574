import { confusionView, misread } from './confusionView.js';
import { el, fromTemplate, part, showProblem } from './dom.js';
import { downloadLinks } from './downloads.js';
import { count, loss, percent, seconds, short, span, timeLeft } from './format.js';
import { recipeInWords } from './recipe.js';
import { isFinal, isLabelCheck, memberOf } from './runState.js';
import { TrainingCharts } from './trainingCharts.js';

const STATE_NAMES = {
  QUEUED: 'Waiting',
  RUNNING: 'Training',
  SUCCEEDED: 'Finished',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
};

/** A run's state in a word. */
export function stateName(run) {
  return run.state === 'RUNNING' && isLabelCheck(run) ? 'Checking' : STATE_NAMES[run.state] ?? run.state;
}

// A column with a condition shows when an epoch meets it.
const COLUMNS = [
  { name: 'Epoch', text: ({ epoch }) => String(epoch) },
  { name: 'Network', text: (epoch) => String(memberOf(epoch)), is: (epoch) => memberOf(epoch) > 1 },
  { name: 'Train loss', text: ({ trainLoss }) => loss(trainLoss) },
  { name: 'Train accuracy', text: ({ trainAccuracy }) => percent(trainAccuracy, 2) },
  { name: 'Validation loss', text: ({ validationLoss }) => loss(validationLoss), is: ({ validationLoss }) => validationLoss != null },
  { name: 'Validation accuracy', text: ({ validationAccuracy }) => percent(validationAccuracy, 2), is: ({ validationAccuracy }) => validationAccuracy != null },
  { name: 'Test loss', text: ({ testLoss }) => loss(testLoss) },
  { name: 'Test accuracy', text: ({ testAccuracy }) => percent(testAccuracy, 2) },
  { name: 'Images/s', text: ({ imagesPerSecond }) => count(imagesPerSecond) },
  { name: 'Time', text: ({ duration }) => span(seconds(duration)) },
];

/** A run on the page: progress while it trains, results when it has ended. */
export class RunView {
  element = fromTemplate('run-template');
  #charts = new TrainingCharts(part(this.element, 'loss-chart'), part(this.element, 'accuracy-chart'));
  #matrix = null;
  #frame = null;

  /** @param {{onCancel: () => void, onDelete: () => void}} actions */
  constructor({ onCancel, onDelete }) {
    part(this.element, 'cancel').addEventListener('click', onCancel);
    part(this.element, 'delete').addEventListener('click', onDelete);
  }

  /** Renders at the next frame: a replay brings many events at once. @param {import('./runState.js').RunState} state */
  show(state) {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#render(state);
    });
  }

  /** @param {Error | null} error @param {() => void} [retry] */
  problem(error, retry) {
    showProblem(part(this.element, 'problem'), error, retry);
  }

  set cancelling(cancelling) {
    const button = part(this.element, 'cancel');
    button.disabled = cancelling;
    button.textContent = cancelling ? 'Cancelling…' : 'Cancel run';
  }

  #render(state) {
    const { run } = state;
    if (!run) {
      return;
    }

    this.#text('title', `${isLabelCheck(run) ? 'Label check' : 'Run'} ${short(run.run)}`);
    this.#text('meta', describe(run));
    this.#text('state', stateName(run));
    part(this.element, 'state').dataset.state = run.state;
    part(this.element, 'cancel').hidden = isFinal(run.state);
    part(this.element, 'delete').hidden = !isFinal(run.state);
    part(this.element, 'draw').hidden = run.state !== 'SUCCEEDED' || isLabelCheck(run);
    part(this.element, 'see-suspects').hidden = run.state !== 'SUCCEEDED' || !isLabelCheck(run);
    part(this.element, 'see-suspects').href = `#data/${encodeURIComponent(run.dataset)}/quality`;
    part(this.element, 'progress-block').hidden = run.state === 'SUCCEEDED';
    if (run.state === 'FAILED') {
      this.problem({ message: run.error || 'The run failed.' });
    }

    this.#renderProgress(state);
    this.#renderResults(run);
    this.#renderCheck(run);
    this.#charts.render(state);
    this.#renderEpochs(state.epochs);
    part(this.element, 'epochs-block').hidden = state.epochs.length === 0;
  }

  #renderEpochs(epochs) {
    const columns = COLUMNS.filter(({ is }) => !is || epochs.some(is));
    part(this.element, 'epoch-heads').replaceChildren(...columns.map(({ name }) => el('th', { scope: 'col' }, name)));
    part(this.element, 'epochs').replaceChildren(...epochs.map((epoch) => el('tr', {}, ...columns.map(({ text }, index) =>
      el(index ? 'td' : 'th', index ? {} : { scope: 'row' }, text(epoch))))));
  }

  #renderProgress({ run, progress }) {
    const active = run.state === 'RUNNING';
    part(this.element, 'progress').value = progress?.fraction ?? 0;
    this.#text('percent', percent(progress?.fraction ?? 0, 0));
    this.#text('time-left', active && progress ? timeLeft(seconds(progress.timeLeft)) : '');
    if (!progress) {
      this.#text('position', run.state === 'QUEUED' ? 'Waits for its turn.' : active ? 'Reading the data set.' : '');
      return;
    }

    const { epoch, batch, batchCount, imagesPerSecond, member, memberCount } = progress;
    const network = memberCount > 1 ? `${isLabelCheck(run) ? 'Fold' : 'Network'} ${member} of ${memberCount} · epoch` : 'Epoch';
    const place = `${network} ${epoch} of ${run.settings?.epochs ?? '?'} · batch ${count(batch)} of ${count(batchCount)}`;
    this.#text('position', active ? `${place} · ${count(imagesPerSecond)} images/s` : `Stopped at ${place.toLowerCase()}`);
  }

  #renderCheck(run) {
    const { state, labelCheck, startTime, endTime } = run;
    const shown = isLabelCheck(run) && state === 'SUCCEEDED';
    part(this.element, 'check-results').hidden = !shown;
    if (shown) {
      this.#text('suspects', count(labelCheck.suspectCount));
      this.#text('samples-read', count(labelCheck.sampleCount));
      this.#text('read-as-labelled', percent(labelCheck.accuracy, 2));
      this.#text('check-took', took(startTime, endTime));
    }
  }

  #renderResults(run) {
    const { state, testAccuracy, validationAccuracy, model, modelVersion, startTime, endTime, confusionMatrix } = run;
    part(this.element, 'results').hidden = state !== 'SUCCEEDED' || isLabelCheck(run);
    this.#text('accuracy', testAccuracy == null ? 'no test part' : percent(testAccuracy, 2));
    part(this.element, 'validation').hidden = validationAccuracy == null;
    this.#text('validation-accuracy', validationAccuracy == null ? '' : percent(validationAccuracy, 2));
    this.#text('misread', confusionMatrix ? misread(confusionMatrix) : '–');
    this.#text('model', `${model}, version ${modelVersion}`);
    part(this.element, 'downloads').replaceChildren(...(modelVersion ? downloadLinks(model, modelVersion) : []));
    this.#text('took', took(startTime, endTime));
    const fingerprint = JSON.stringify(confusionMatrix);
    if (confusionMatrix?.rows.length && fingerprint !== this.#matrix) {
      this.#matrix = fingerprint;
      part(this.element, 'confusion').replaceChildren(confusionView(confusionMatrix));
    }
  }

  #text(name, text) {
    part(this.element, name).textContent = text;
  }
}

function took(startTime, endTime) {
  return span((Date.parse(endTime) - Date.parse(startTime)) / 1000);
}

function describe(run) {
  const { dataset, datasetVersion, preset, model, settings, labelCheck } = run;
  const parts = [
    datasetVersion ? `${dataset} @ ${short(datasetVersion)}` : dataset,
    preset ? `preset ${preset}` : 'settings of config.json',
    isLabelCheck(run) ? `labels checked in ${labelCheck.folds} folds` : `for model ${model}`,
  ];
  if (settings) {
    parts.push(
      `batches of ${count(settings.batchSize)}`, `learning rate ${settings.lr}`, `seed ${settings.seed}`, recipeInWords(settings));
  }

  return parts.filter((text) => text !== '').join(' · ');
}
