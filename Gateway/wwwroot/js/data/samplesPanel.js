import { el, problemBox, showProblem } from '../dom.js';
import { count, counted, short } from '../format.js';
import { classChart } from './classChart.js';
import { EditsBar } from './editsBar.js';
import { findingTitle } from './findings.js';
import { GridInput } from './gridInput.js';
import { gridKeysHelp } from './gridKeysHelp.js';
import { LabelBar } from './labelBar.js';
import { labelKeys } from './labelKeys.js';
import { SampleBlocks } from './sampleBlocks.js';
import { SampleDialog } from './sampleDialog.js';
import { SampleGrid } from './sampleGrid.js';
import { SampleTools } from './sampleTools.js';
import { countSamples, firstPart, readSampleQuery, samplesAddress } from './sampleQuery.js';

/** The samples of a data set: to look at, to label, to remove. */
export class SamplesPanel {
  element;
  #services;
  #name;
  #edits;
  #dataset = null;
  #query = null;
  #visit = 0;
  #chart = el('div', {});
  #content;
  #notice = el('p', { class: 'notice', hidden: true });
  #problem = problemBox();
  #grid;
  #input;
  #tools = new SampleTools();
  #labels = new LabelBar();
  #dialog;
  #bar;

  /** @param {object} services @param {string} name @param {(dataset: object | null) => void} onSaved */
  constructor(services, name, onSaved) {
    this.#services = services;
    this.#name = name;
    this.#edits = services.unsaved.editsOf(name);
    const scroller = el('div', { class: 'grid', role: 'listbox', tabindex: 0, 'aria-label': 'Samples', 'aria-multiselectable': 'true', 'aria-describedby': 'grid-keys-summary' });
    this.#grid = new SampleGrid(scroller, this.#edits);
    this.#input = new GridInput(this.#grid);
    this.#dialog = new SampleDialog(this.#grid, this.#edits);
    this.#bar = new EditsBar(services, name, onSaved);
    const frame = el('div', { class: 'grid-frame' }, scroller, this.#labels.element);
    const help = gridKeysHelp();
    this.#content = [this.#chart, this.#tools.element, frame, help];
    this.element = el('div', { class: 'samples' },
      this.#chart, this.#notice, this.#tools.element, this.#problem, frame, help, this.#bar.element, this.#dialog.element);
    this.#listen();
  }

  /** @param {object} dataset its current version @param {URLSearchParams} search */
  async enter(dataset, search) {
    this.#visit += 1;
    const visit = this.#visit;
    const query = readSampleQuery(search);
    try {
      const isOld = query.version && query.version !== dataset.version;
      const shown = isOld ? await this.#services.data.getDataset(this.#name, query.version) : dataset;
      if (visit === this.#visit) {
        this.#show(shown, { ...query, part: query.part || firstPart(shown), version: isOld ? query.version : '' });
      }
    } catch (error) {
      if (visit === this.#visit) {
        // Samples of another version are no answer.
        this.#notice.hidden = true;
        this.#content.forEach((one) => { one.hidden = true; });
        showProblem(this.#problem, error, () => this.enter(dataset, search));
      }
    }
  }

  leave() {
    this.#visit += 1;
    this.#grid.stop();
  }

  get #isReadOnly() {
    return Boolean(this.#query?.version);
  }

  #listen() {
    const { announce } = this.#services;
    for (const source of [this.#input, this.#labels]) {
      source.addEventListener('label', ({ detail }) => this.#label(detail));
      source.addEventListener('remove', () => this.#remove());
      source.addEventListener('open', () => this.#grid.selection.size && this.#dialog.open());
    }

    this.#input.addEventListener('undo', () => this.#bar.undo());
    this.#input.addEventListener('type', ({ detail }) => this.#labels.type(detail));
    this.#labels.addEventListener('leave', () => this.#grid.element.focus());
    this.#grid.addEventListener('select', () => this.#labels.show(this.#grid.selection.size, this.#isReadOnly));
    this.#tools.addEventListener('part', ({ detail }) => this.#go({ part: detail }));
    this.#tools.addEventListener('all', () => this.#go({ label: '', numbers: [], about: '' }));
    this.#tools.addEventListener('size', ({ detail }) => { this.#grid.cellSize = detail; });
    this.#tools.addEventListener('jump', ({ detail }) => {
      this.#grid.go(Math.min(detail, this.#grid.count - 1));
      this.#grid.element.focus();
      announce(`Sample ${count(detail)}`);
    });
    this.#grid.cellSize = this.#tools.cellSize;
  }

  #show(dataset, query) {
    const isSame = this.#query && this.#dataset && JSON.stringify([query, dataset.version]) === JSON.stringify([this.#query, this.#dataset.version]);
    const keepPlace = JSON.stringify(query) === JSON.stringify(this.#query);
    this.#dataset = dataset;
    this.#query = query;
    showProblem(this.#problem, null);
    this.#content.forEach((one) => { one.hidden = false; });
    this.#chart.replaceChildren(classChart(dataset, { chosen: query.label, onChoose: (label) => this.#go({ label, numbers: [], about: '' }) }));
    this.#tools.show(dataset, query);
    this.#showNotice();
    const keys = labelKeys(dataset.labels);
    this.#input.keys = keys;
    this.#labels.offer(dataset.labels, keys);
    if (!isSame) {
      const blocks = new SampleBlocks((first, length, signal) => this.#load(dataset.version, query, first, length, signal));
      blocks.addEventListener('failed', ({ detail }) => showProblem(this.#problem, detail, () => this.#again()));
      this.#grid.show(blocks, countSamples(query, dataset), { keepPlace });
    } else {
      this.#labels.show(this.#grid.selection.size, this.#isReadOnly);
    }
  }

  async #load(version, { part, label, numbers }, first, length, signal) {
    const { data } = this.#services;
    if (numbers.length === 0) {
      return (await data.listSamples(this.#name, { version, part, label, skip: first, pageSize: length }, signal)).samples;
    }

    const asked = numbers.slice(first, first + length);
    const found = new Map((await data.listNumbered(this.#name, version, asked, signal)).map((sample) => [sample.number, sample]));
    return asked.map((number) => found.get(number) ?? { number, label: '', thumbnail: '' });
  }

  #again() {
    showProblem(this.#problem, null);
    this.#grid.repaint();
  }

  /** Goes to other samples of the same version. */
  #go(change) {
    location.hash = samplesAddress(this.#name, { ...this.#query, ...change });
  }

  #showNotice() {
    const { version, numbers, about } = this.#query;
    const parts = [];
    if (version) {
      parts.push(`This is the earlier version ${short(version)}; it can be looked at and not be changed. `, el('a', { href: samplesAddress(this.#name) }, 'Show the current version'), '. ');
    }

    if (numbers.length) {
      parts.push(`${findingTitle(about)}: ${counted(numbers.length, 'sample')}. `, el('a', { href: samplesAddress(this.#name, { version }) }, 'Show all samples'), '.');
    }

    this.#notice.replaceChildren(...parts);
    this.#notice.hidden = parts.length === 0;
  }

  async #label(label) {
    await this.#change((samples) => this.#edits.relabel(samples, label), () => this.#grid.moveOn());
  }

  async #remove() {
    await this.#change((samples) => this.#edits.toggleRemoval(samples), () => this.#grid.moveOn());
  }

  async #change(apply, then) {
    if (this.#grid.selection.size === 0) {
      return;
    }

    if (this.#isReadOnly) {
      this.#services.announce('An earlier version cannot be changed.');
      return;
    }

    try {
      const samples = await this.#grid.selected();
      apply(samples.filter(({ thumbnail }) => thumbnail));
      then();
    } catch (error) {
      showProblem(this.#problem, error);
    }

    // From the box and the buttons the keys come back to the grid; a button that is pressed again with Space must not.
    if (!this.#dialog.element.open && document.activeElement?.tagName === 'INPUT') {
      this.#grid.element.focus();
    }
  }
}
