import { button, el, pixels, problemBox, showProblem } from '../dom.js';
import { count, percent } from '../format.js';
import { samplesAddress } from './sampleQuery.js';

const MOST_SHOWN_IN_GRID = 500;

/** Samples whose labels may be wrong, the most suspect first; to accept what they look like makes a pending new label. */
export class SuspectList {
  element;
  #services;
  #name;
  #edits;
  #list = el('ol', { class: 'suspects' });
  #problem = problemBox();
  #more = button('Show more', () => this.#load(this.#nextPage), { hidden: true });
  #all = button('Accept all shown', () => this.#acceptAll());
  #grid = el('a', { class: 'button' }, 'Show them in the grid');
  #tools = el('div', { class: 'suspect-tools', hidden: true }, this.#all, this.#grid);
  #shown = '';
  #version = '';
  #run = '';
  #entries = [];
  #nextPage = '';
  #loading = null;

  /** @param {object} services @param {string} name */
  constructor(services, name) {
    this.#services = services;
    this.#name = name;
    this.#edits = services.unsaved.editsOf(name);
    this.element = el('div', {}, this.#problem, this.#tools, this.#list, this.#more);
    this.#edits.addEventListener('change', () => this.#showEdits());
  }

  /** @param {string} run the check @param {string} version the data set's current version */
  show(run, version) {
    const key = `${run}/${version}`;
    if (this.#shown !== key) {
      this.#shown = key;
      this.#run = run;
      this.#version = version;
      this.#load('');
    }
  }

  leave() {
    this.#loading?.abort();
  }

  async #load(token) {
    this.#loading?.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    const { data } = this.#services;
    try {
      const { suspects, nextPageToken } = await data.listSuspects(this.#run, token, signal);
      const found = await data.listNumbered(this.#name, this.#version, suspects.map(({ number }) => number), signal);
      const samples = new Map(found.map((sample) => [sample.number, sample]));
      showProblem(this.#problem, null);
      this.#nextPage = nextPageToken;
      this.#more.hidden = !nextPageToken;
      this.#add(suspects, samples, token === '');
      if (this.#entries.length === 0 && nextPageToken) {
        await this.#load(nextPageToken);
      }
    } catch (error) {
      if (!signal.aborted) {
        if (!token) {
          this.#entries = [];
          this.#list.replaceChildren();
          this.#tools.hidden = true;
          this.#more.hidden = true;
        }

        showProblem(this.#problem, error, () => this.#load(token));
      } else {
        this.#shown = '';
      }
    }
  }

  /** What has been removed or relabelled since the check is settled. */
  #add(suspects, samples, isFirst) {
    const entries = suspects
      .filter(({ number, label }) => samples.get(number)?.label === label)
      .map((suspect) => this.#entry({ ...suspect, suggested: suspect.suggestedLabel, thumbnail: samples.get(suspect.number).thumbnail }));
    this.#entries = isFirst ? entries : [...this.#entries, ...entries];
    this.#list.replaceChildren(...this.#entries.map(({ element }) => element));
    this.#tools.hidden = this.#entries.length === 0;
    this.#grid.href = samplesAddress(this.#name, { numbers: this.#entries.slice(0, MOST_SHOWN_IN_GRID).map(({ suspect }) => suspect.number), about: 'suspects' });
    this.#showEdits();
  }

  #entry(suspect) {
    const { label, suggested, labelProbability, suggestedProbability, thumbnail } = suspect;
    const accept = button(`It is ${suggested}`, () => this.#toggle(suspect), { class: 'small', 'aria-label': `Sample ${suspect.number}, labelled ${label}: it is ${suggested}` });
    const element = el('li', { class: 'suspect' },
      pixels(thumbnail, 84),
      el('p', {}, 'Labelled ', el('strong', {}, label), el('span', { class: 'hint' }, ` (${percent(labelProbability, 0)})`)),
      el('p', {}, 'Looks like ', el('strong', {}, suggested), el('span', { class: 'hint' }, ` (${percent(suggestedProbability, 0)})`)),
      accept);
    return { suspect, element, accept };
  }

  #toggle(suspect) {
    const isAccepted = this.#edits.of(suspect.number)?.label === suspect.suggested;
    this.#edits.relabel([suspect], isAccepted ? suspect.label : suspect.suggested);
  }

  #acceptAll() {
    this.#edits.relabelEach(this.#entries.map(({ suspect }) => suspect));
  }

  #showEdits() {
    let left = 0;
    for (const { suspect, accept } of this.#entries) {
      const isAccepted = this.#edits.of(suspect.number)?.label === suspect.suggested;
      accept.setAttribute('aria-pressed', isAccepted);
      left += isAccepted ? 0 : 1;
    }

    this.#all.disabled = left === 0;
    this.#all.textContent = left > 0 ? `Accept all ${count(this.#entries.length)} shown` : 'All shown are accepted';
  }
}
