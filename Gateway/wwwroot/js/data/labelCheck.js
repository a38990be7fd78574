import { button, el, problemBox, showProblem } from '../dom.js';
import { count, counted, percent, seconds, short, timeLeft } from '../format.js';
import { RunFeed } from '../runFeed.js';
import { RunState, isFinal } from '../runState.js';
import { EditsBar } from './editsBar.js';
import { SuspectList } from './suspectList.js';

/** Has networks read what they have not learned, and shows the samples whose labels they doubt. */
export class LabelCheck {
  element;
  #services;
  #name;
  #dataset = null;
  #start = button('Check labels', () => this.#begin(), { class: 'primary' });
  #cancel = button('Cancel', () => this.#stop(), { hidden: true });
  #status = el('p', { role: 'status' });
  #bar = el('progress', { max: 1, value: 0, 'aria-label': 'Progress of the label check', hidden: true });
  #problem = problemBox();
  #suspects;
  #open = null;
  #visit = 0;

  /** @param {object} services @param {string} name @param {(dataset: object | null) => void} onChanged */
  constructor(services, name, onChanged) {
    this.#services = services;
    this.#name = name;
    this.#suspects = new SuspectList(services, name);
    this.element = el('section', { class: 'label-check', 'aria-label': 'Check labels' },
      el('h3', {}, 'Suspicious labels'),
      el('p', { class: 'hint' }, 'Networks are trained on parts of the samples, and each reads the samples that it was not trained on. Where it confidently reads something other than the label, the label may be wrong.'),
      el('div', { class: 'label-check-row' }, this.#start, this.#cancel, this.#status),
      this.#bar, this.#problem, this.#suspects.element, new EditsBar(services, name, onChanged).element);
  }

  /** @param {object} dataset */
  async enter(dataset) {
    this.#dataset = dataset;
    this.#visit += 1;
    const visit = this.#visit;
    try {
      const run = await this.#services.data.findLabelCheck(this.#name);
      if (visit === this.#visit && run) {
        this.#watch(run.run);
      }
    } catch (error) {
      if (visit === this.#visit) {
        this.#status.textContent = '';
        this.#suspects.element.hidden = true;
        showProblem(this.#problem, error, () => this.enter(dataset));
      }
    }
  }

  leave() {
    this.#visit += 1;
    this.#open?.feed.close();
    this.#open = null;
    this.#suspects.leave();
  }

  async #begin() {
    this.#start.disabled = true;
    showProblem(this.#problem, null);
    try {
      const { run } = await this.#services.data.startLabelCheck(this.#name, this.#dataset.version);
      this.#watch(run);
    } catch (error) {
      this.#start.disabled = false;
      showProblem(this.#problem, error);
    }
  }

  async #stop() {
    this.#cancel.disabled = true;
    try {
      await this.#services.api.cancelRun(this.#open.run);
    } catch (error) {
      showProblem(this.#problem, error);
    } finally {
      this.#cancel.disabled = false;
    }
  }

  #watch(run) {
    if (this.#open?.run === run) {
      this.#show(this.#open.state);
      return;
    }

    this.#open?.feed.close();
    const state = new RunState();
    const feed = new RunFeed(this.#services.api, run);
    this.#open = { run, feed, state };
    feed.addEventListener('event', ({ detail }) => state.apply(detail) && this.#show(state));
    feed.addEventListener('refused', ({ detail }) => showProblem(this.#problem, detail));
    feed.open();
  }

  #show({ run, progress }) {
    if (!run) {
      return;
    }

    const isRunning = !isFinal(run.state);
    this.#start.disabled = isRunning;
    this.#cancel.hidden = !isRunning;
    this.#bar.hidden = !isRunning;
    this.#bar.value = progress?.fraction ?? 0;
    if (isRunning) {
      const left = progress ? timeLeft(seconds(progress.timeLeft)) : '';
      const fold = progress?.memberCount ? `network ${progress.member} of ${progress.memberCount}` : '';
      this.#status.textContent = run.state === 'QUEUED' ? 'Waits for its turn.' : [percent(progress?.fraction ?? 0, 0), fold, left].filter(Boolean).join(' · ');
      return;
    }

    if (run.state === 'SUCCEEDED') {
      this.#showResult(run);
    } else {
      this.#status.textContent = run.state === 'CANCELLED' ? 'The last check was cancelled.' : '';
      showProblem(this.#problem, run.state === 'FAILED' ? { message: run.error || 'The check failed.' } : null);
    }
  }

  #showResult({ run, datasetVersion, labelCheck }) {
    const { suspectCount, sampleCount, accuracy, unjudgedLabels = [] } = labelCheck;
    const isOld = datasetVersion !== this.#dataset.version;
    const unjudged = unjudgedLabels.length ? ` Too few samples to judge: ${unjudgedLabels.join(', ')}.` : '';
    this.#start.textContent = 'Check again';
    this.#status.textContent = `${count(sampleCount)} read, ${percent(accuracy, 2)} as labelled: ${counted(suspectCount, 'suspicious label')}.`
      + `${isOld ? ` That was version ${short(datasetVersion)}; what has changed since then is left out.` : ''}${unjudged}`;
    this.#suspects.element.hidden = false;
    this.#suspects.show(run, this.#dataset.version);
  }
}
