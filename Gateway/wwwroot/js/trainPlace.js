import { part, showProblem } from './dom.js';
import { percent } from './format.js';
import { RunFeed } from './runFeed.js';
import { RunList } from './runList.js';
import { RunState } from './runState.js';
import { RunView, stateName } from './runView.js';
import { StartForm } from './startForm.js';

/** The place where runs are started and watched. */
export class TrainPlace {
  title = 'Train';
  #root;
  #api;
  #announce;
  #form;
  #list;
  #open = null;

  /** @param {HTMLElement} root @param {{api: import('./api.js').Api, announce: (text: string) => void}} services */
  constructor(root, { api, announce }) {
    this.#root = root;
    this.#api = api;
    this.#announce = announce;
    this.#form = new StartForm(part(root, 'start'), api);
    this.#list = new RunList(root.querySelector('.runs'), api);
    this.#form.addEventListener('started', ({ detail }) => {
      location.hash = `#train/${encodeURIComponent(detail.run)}`;
      part(root, 'run').scrollIntoView({ block: 'nearest', behavior: 'smooth' });
    });
  }

  /** @param {string} run the run to open; the newest when empty */
  async enter(run, query) {
    if (run) {
      this.#show(run);
    }

    try {
      const [datasets, presets] = await Promise.all([this.#api.listDatasets(), this.#api.listPresets(), this.#list.load()]);
      this.#form.offer(datasets, presets, query.get('dataset'));
      showProblem(this.#problem, null);
    } catch (error) {
      showProblem(this.#problem, error, () => this.enter(run, query));
      return;
    }

    if (!run && this.#list.runs.length) {
      this.#show(this.#list.runs[0].run);
    }
  }

  leave() {
    this.#close();
  }

  get #problem() {
    return this.#root.querySelector(':scope > [data-part="problem"]');
  }

  #show(run) {
    if (this.#open?.run === run) {
      return;
    }

    this.#close();
    const state = new RunState();
    const view = new RunView({ onCancel: () => this.#cancel(run, view), onDelete: () => this.#delete(run, view) });
    const feed = new RunFeed(this.#api, run);
    this.#open = { run, feed };
    this.#list.open = run;
    feed.addEventListener('event', ({ detail }) => this.#onEvent(state, view, detail));
    feed.addEventListener('refused', ({ detail }) => view.problem(detail));
    feed.addEventListener('lost', () => view.problem({ message: 'The connection is lost. Trying to reconnect.' }));
    feed.addEventListener('live', () => view.problem(null));
    part(this.#root, 'run').replaceChildren(view.element);
    part(this.#root, 'no-run').hidden = true;
    feed.open();
  }

  #close() {
    this.#open?.feed.close();
    this.#open = null;
    this.#list.open = '';
    part(this.#root, 'run').replaceChildren();
    part(this.#root, 'no-run').hidden = false;
  }

  #onEvent(state, view, event) {
    const before = state.run?.state;
    if (!state.apply(event)) {
      return;
    }

    view.show(state);
    if (event.run) {
      this.#list.update(event.run);
      if (before && before !== event.run.state) {
        this.#announce(inWords(event.run));
      }
    }
  }

  async #cancel(run, view) {
    view.cancelling = true;
    try {
      await this.#api.cancelRun(run);
    } catch (error) {
      view.problem(error);
      view.cancelling = false;
    }
  }

  async #delete(run, view) {
    if (!confirm('Delete this run with its curves? The model version that it made stays.')) {
      return;
    }

    try {
      await this.#api.deleteRun(run);
    } catch (error) {
      view.problem(error);
      return;
    }

    this.#close();
    location.hash = '#train';
    await this.#list.load();
  }
}

function inWords(run) {
  const { state, testAccuracy } = run;
  return state === 'SUCCEEDED' && testAccuracy != null ? `Finished. Test accuracy ${percent(testAccuracy)}.` : stateName(run);
}
