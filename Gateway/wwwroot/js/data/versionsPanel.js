import { button, el, problemBox, showProblem } from '../dom.js';
import { counted, moment, short } from '../format.js';
import { CompareView } from './compareView.js';
import { samplesAddress, sampleCount } from './sampleQuery.js';
import { SplitForm } from './splitForm.js';
import { changeInWords } from './undo.js';

const KINDS = {
  CHANGE_KIND_IMPORT: 'Imported',
  CHANGE_KIND_GENERATE: 'Drawn by the program',
  CHANGE_KIND_ADD: 'Samples added',
  CHANGE_KIND_RELABEL: 'Relabelled',
  CHANGE_KIND_REMOVE: 'Samples removed',
  CHANGE_KIND_SPLIT: 'Split anew',
  CHANGE_KIND_RESTORE: 'Restored',
  CHANGE_KIND_CORRECT: 'Corrections accepted',
  CHANGE_KIND_EDIT: 'Samples edited',
  CHANGE_KIND_COMBINE: 'Combined',
};
const FORMATS = ['ZIP', 'IDX', 'CSV', 'NPZ'];

/** The history of a data set: what was changed, by whom and when, and every way back. */
export class VersionsPanel {
  element;
  #services;
  #name;
  #onChanged;
  #problem = problemBox();
  #compare;
  #list = el('ol', { class: 'versions' });
  #more = button('Show more', () => this.#loadPage(this.#nextPage), { hidden: true });
  #split;
  #versions = [];
  #nextPage = '';
  #loading = null;

  /** @param {object} services @param {string} name @param {(dataset: object | null) => void} onChanged */
  constructor(services, name, onChanged) {
    this.#services = services;
    this.#name = name;
    this.#onChanged = onChanged;
    this.#compare = new CompareView(services.data, name);
    this.#split = new SplitForm(services, name, onChanged);
    this.element = el('div', { class: 'versions-panel' }, this.#compare.element, this.#problem, this.#list, this.#more, this.#split.element);
  }

  /** @param {object} dataset @param {URLSearchParams} query */
  async enter(dataset, query) {
    await this.#loadPage('');
    this.#split.show(dataset);
    this.#compare.show(this.#versions, { from: query.get('from') ?? '', to: query.get('to') ?? '' });
  }

  leave() {
    this.#loading?.abort();
    this.#compare.leave();
  }

  async #loadPage(token) {
    this.#loading?.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    try {
      const { versions, nextPageToken } = await this.#services.data.listVersions(this.#name, token, signal);
      this.#versions = token ? [...this.#versions, ...versions] : versions;
      this.#nextPage = nextPageToken;
      this.#render();
      showProblem(this.#problem, null);
    } catch (error) {
      if (!signal.aborted) {
        if (!token) {
          this.#versions = [];
          this.#nextPage = '';
          this.#render();
        }

        showProblem(this.#problem, error, () => this.#loadPage(token));
      }
    }
  }

  #render() {
    this.#list.replaceChildren(...this.#versions.map((version) => this.#item(version)));
    this.#more.hidden = !this.#nextPage;
  }

  #item(entry) {
    const { version, kind, createTime, author, note, current, parent } = entry;
    const by = author ? ` by ${author}` : '';
    return el('li', { class: 'version', 'aria-current': current && 'true' },
      el('div', { class: 'version-what' },
        el('h3', {}, KINDS[kind] ?? 'Changed', ...(current ? [' ', el('span', { class: 'badge good' }, 'current')] : [])),
        el('p', {}, changeInWords(entry)),
        el('p', { class: 'hint' }, `${moment(createTime)}${by} · version ${short(version)} · ${counted(sampleCount(entry), 'sample')}`),
        ...(note ? [el('p', { class: 'version-note' }, note)] : [])),
      el('div', { class: 'version-actions' },
        el('a', { class: 'button small', href: samplesAddress(this.#name, { version: current ? '' : version }), 'aria-label': `Look at it: version ${short(version)}` }, 'Look at it'),
        ...(parent && parent !== version ? [el('a', { class: 'button small', href: this.#compareAddress(parent, version), 'aria-label': `What changed in version ${short(version)}` }, 'What changed')] : []),
        ...(current ? [] : [
          button('Restore', (event) => this.#restore(entry, event.target), { class: 'small', 'aria-label': `Restore version ${short(version)}` }),
          button('Delete', () => this.#delete(entry), { class: 'small danger', 'aria-label': `Delete version ${short(version)}` })]),
        el('p', { class: 'downloads' }, el('span', {}, 'Export:'), ...FORMATS.map((format) => this.#exportLink(version, format)))));
  }

  #exportLink(version, format) {
    return el('a', { href: this.#services.data.exportUrl(this.#name, version, format), download: true, 'aria-label': `Export version ${short(version)} as ${format}` }, format);
  }

  #compareAddress(from, to) {
    return `#data/${encodeURIComponent(this.#name)}/versions?${new URLSearchParams({ from, to })}`;
  }

  async #restore({ version }, control) {
    control.disabled = true;
    try {
      const dataset = await this.#services.data.restoreVersion(this.#name, version, this.#services.author.name);
      this.#services.announce(`Version ${short(version)} is the current one again.`);
      this.#onChanged(dataset);
    } catch (error) {
      control.disabled = false;
      showProblem(this.#problem, error);
    }
  }

  async #delete({ version }) {
    if (!confirm(`Delete version ${short(version)} of “${this.#name}”? The other versions stay.`)) {
      return;
    }

    try {
      await this.#services.data.deleteDataset(this.#name, { version });
      this.#services.announce(`Version ${short(version)} deleted.`);
      this.#onChanged(null);
    } catch (error) {
      showProblem(this.#problem, error);
    }
  }
}
