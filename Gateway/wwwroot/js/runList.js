import { el, part } from './dom.js';
import { moment, percent, short } from './format.js';
import { STATE_NAMES } from './runView.js';

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

function item({ run, state, dataset, preset, testAccuracy, createTime }, isOpen) {
  const outcome = testAccuracy == null ? '' : percent(testAccuracy, 2);
  const link = el('a', { href: `#train/${encodeURIComponent(run)}`, 'aria-current': isOpen && 'true' },
    el('span', { class: 'what' }, preset ? `${dataset}, ${preset}` : dataset),
    outcome ? el('span', { class: 'what' }, outcome) : el('span', { class: 'state', 'data-state': state }, STATE_NAMES[state] ?? state),
    el('span', { class: 'when' }, `${moment(createTime)} · ${short(run)}`));
  return el('li', {}, link);
}
