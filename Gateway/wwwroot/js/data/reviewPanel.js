import { button, el, problemBox, showProblem } from '../dom.js';
import { counted } from '../format.js';
import { CorrectionCard } from './correctionCard.js';
import { labelKeys, labelOfKey } from './labelKeys.js';
import { PendingBar } from './pendingBar.js';
import { ReviewState } from './reviewState.js';

/** Corrections of predictions that wait to be accepted as samples, or rejected. */
export class ReviewPanel {
  element;
  #services;
  #name;
  #onChanged;
  #state = new ReviewState();
  #problem = problemBox();
  #status = el('p', { class: 'hint', role: 'status' });
  #list = el('ol', { class: 'corrections' });
  #acceptRest = button('Accept the rest', () => this.#state.acceptRest());
  #tools;
  #pending;
  #cards = [];
  #keys = new Map();
  #dataset = null;

  /** @param {object} services @param {string} name @param {(dataset: object | null) => void} onChanged */
  constructor(services, name, onChanged) {
    this.#services = services;
    this.#name = name;
    this.#onChanged = onChanged;
    this.#pending = new PendingBar({ discard: () => this.#state.clear(), save: () => this.#save() });
    this.#tools = el('div', { class: 'review-tools' },
      el('p', { class: 'hint key-hint' }, 'Keys: ', el('kbd', {}, '←'), ' ', el('kbd', {}, '→'), ' move, ', el('kbd', {}, 'Enter'), ' accepts, ', el('kbd', {}, 'Delete'), ' rejects, a label’s key corrects and accepts.'), this.#acceptRest);
    this.element = el('div', { class: 'review' }, this.#status, this.#problem, this.#tools, this.#list, this.#pending.element);
    this.#list.addEventListener('keydown', (event) => this.#onKey(event));
    this.#state.addEventListener('change', () => this.#showState());
    services.unsaved.watch(name, this.#state);
  }

  /** @param {object | null} dataset */
  async enter(dataset) {
    this.#dataset = dataset;
    this.#keys = labelKeys(dataset?.labels ?? []);
    try {
      const { corrections, totalSize } = await this.#services.data.listCorrections({ dataset: this.#name });
      showProblem(this.#problem, null);
      this.#show(corrections, totalSize);
    } catch (error) {
      this.#status.textContent = '';
      this.#isListed = false;
      showProblem(this.#problem, error, () => this.enter(dataset));
    }
  }

  leave() {}

  /** What cannot be asked for now is not shown as it was before; what was decided about it is kept. */
  set #isListed(isListed) {
    this.#list.hidden = !isListed;
    this.#tools.hidden = !isListed;
  }

  #show(corrections, totalSize) {
    const isSame = JSON.stringify(corrections.map(({ correction }) => correction)) === JSON.stringify(this.#state.corrections.map(({ correction }) => correction));
    this.#status.textContent = corrections.length
      ? `${counted(totalSize, 'correction')} to review${totalSize > corrections.length ? `, the oldest ${corrections.length} are shown` : ''}. None enters the data set before it is accepted.`
      : 'Nothing to review. Corrections come here from Draw, when a reading was wrong.';
    this.#isListed = corrections.length > 0;
    if (!isSame) {
      this.#cards = corrections.map((correction) => new CorrectionCard(correction, this.#state, this.#dataset?.labels ?? []));
      this.#list.replaceChildren(...this.#cards.map(({ element }) => element));
    }

    this.#state.show(corrections);
  }

  #showState() {
    this.#cards.forEach((card) => card.show());
    this.#pending.show(this.#state.size, { details: this.#state.inWords });
    this.#acceptRest.disabled = this.#state.size === this.#state.corrections.length;
  }

  #onKey(event) {
    const at = this.#cards.findIndex(({ element }) => element === event.target);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }

    const { correction } = this.#cards[at];
    const label = labelOfKey(this.#keys, event.key);
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (event.key in steps) {
      this.#focus(at + steps[event.key]);
    } else if (event.key === 'Enter') {
      this.#state.decide(correction, 'accept');
      this.#focus(at + 1);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.#state.decide(correction, 'reject');
      this.#focus(at + 1);
    } else if (label !== undefined) {
      this.#state.relabel(correction, label);
      this.#focus(at + 1);
    } else {
      return;
    }

    event.preventDefault();
  }

  #focus(at) {
    this.#cards[Math.min(Math.max(at, 0), this.#cards.length - 1)].element.focus();
  }

  /** All that is accepted makes one version. */
  async #save() {
    const { data, author, announce } = this.#services;
    const { accepted, labels, rejected } = this.#state.requests;
    const words = this.#state.inWords;
    let dataset = null;
    try {
      if (rejected.length) {
        await data.rejectCorrections(rejected, author.name);
      }

      if (accepted.length) {
        dataset = await data.acceptCorrections(accepted, labels, author.name);
      }

      announce(`${words}.`);
    } finally {
      this.#onChanged(dataset);
    }
  }
}
