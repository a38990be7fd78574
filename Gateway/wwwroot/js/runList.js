import { el, part } from './dom.js';
import { count, moment, percent, short } from './format.js';
import { isLabelCheck } from './runState.js';
import { stateName } from './runView.js';

const PAGE = 20;

/** The runs so far, newest first. */
export class RunList {
  /** The runs shown, newest first. */
  runs = [];
  #root;
  #api;
  #nextPage = '';
  #open = '';

  /** @param {HTMLElement} root @param {import('./api.js').Api} api */
  constructor(root, api) {
    this.#root = root;
    this.#api = api;
    part(root, 'more-runs').addEventListener('click', () => this.#loadMore());
  }

  /** Reads the newest runs, at least as many as are shown. */
  async load() {
    const reply = await this.#api.listRuns(Math.max(PAGE, this.runs.length), '');
    this.runs = reply.runs;
    this.#nextPage = reply.nextPageToken;
    this.#render();
  }

  /** Marks the run that is open. @param {string} run */
  set open(run) {
    this.#open = run;
    this.#render();
  }

  /** Takes in a newer snapshot of a run, if it is in the list. */
  update(run) {
    const index = this.runs.findIndex((known) => known.run === run.run);
    if (index >= 0) {
      this.runs[index] = run;
      this.#render();
    }
  }

  async #loadMore() {
    const reply = await this.#api.listRuns(PAGE, this.#nextPage);
    this.runs.push(...reply.runs);
    this.#nextPage = reply.nextPageToken;
    this.#render();
  }

  #render() {
    part(this.#root, 'runs').replaceChildren(...this.runs.map((run) => item(run, run.run === this.#open)));
    part(this.#root, 'no-runs').hidden = this.runs.length > 0;
    part(this.#root, 'more-runs').hidden = !this.#nextPage;
  }
}

function item(run, isOpen) {
  const { run: id, state, createTime } = run;
  const result = outcome(run);
  const link = el('a', { href: `#train/${encodeURIComponent(id)}`, 'aria-current': isOpen && 'true' },
    el('span', { class: 'what' }, title(run)),
    result ? el('span', { class: 'what' }, result) : el('span', { class: 'state', 'data-state': state }, stateName(run)),
    el('span', { class: 'when' }, `${moment(createTime)} · ${short(id)}`));
  return el('li', {}, link);
}

function title(run) {
  const { dataset, preset } = run;
  if (isLabelCheck(run)) {
    return `${dataset}, label check`;
  }

  return preset ? `${dataset}, ${preset}` : dataset;
}

function outcome(run) {
  const { state, testAccuracy, labelCheck } = run;
  if (isLabelCheck(run)) {
    return state === 'SUCCEEDED' ? `${count(labelCheck.suspectCount)} suspect` : '';
  }

  return testAccuracy == null ? '' : percent(testAccuracy, 2);
}
