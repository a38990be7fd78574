import { button, el } from '../dom.js';
import { count } from '../format.js';
import { partName } from './sampleQuery.js';

/**
 * One sample, ten times enlarged. Keys that are not its own go to the grid behind it, so that one can label here too.
 */
export class SampleDialog {
  element;
  #grid;
  #edits;
  #image = el('img', { class: 'pixels', width: 280, height: 280, alt: 'The sample, enlarged' });
  #title = el('h2', {});
  #about = el('p', { class: 'hint' });
  #fate = el('p', { class: 'sample-fate', role: 'status' });

  /** @param {import('./sampleGrid.js').SampleGrid} grid @param {import('./pendingEdits.js').PendingEdits} edits */
  constructor(grid, edits) {
    this.#grid = grid;
    this.#edits = edits;
    this.element = el('dialog', { class: 'sample-dialog', 'aria-label': 'Sample, enlarged' },
      this.#image,
      el('div', { class: 'sample-words' }, this.#title, this.#fate, this.#about),
      el('div', { class: 'sample-buttons' },
        button('Previous', () => this.#step('ArrowLeft')),
        button('Next', () => this.#step('ArrowRight')),
        button('Close', () => this.element.close(), { class: 'primary' })));
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('click', (event) => event.target === this.element && this.element.close());
    this.element.addEventListener('close', () => this.#grid.element.focus());
    grid.addEventListener('select', () => this.#show());
    edits.addEventListener('change', () => this.#show());
  }

  open() {
    this.element.showModal();
    this.#show();
  }

  #onKey(event) {
    const isOwn = ['Escape', 'Enter', 'Tab', ' '].includes(event.key);
    if (event.key === 'Enter' && event.target === this.element) {
      this.element.close();
    } else if (!isOwn) {
      const copy = new KeyboardEvent('keydown', { key: event.key, ctrlKey: event.ctrlKey, metaKey: event.metaKey, cancelable: true });
      if (!this.#grid.element.dispatchEvent(copy)) {
        event.preventDefault();
      }
    }
  }

  #step(key) {
    this.#grid.move(key, false);
  }

  async #show() {
    const { active } = this.#grid.selection;
    if (!this.element.open || active < 0) {
      return;
    }

    const sample = this.#grid.blocks.get(active) ?? (await this.#grid.blocks.take(active, active).catch(() => []))[0];
    if (!sample?.thumbnail || active !== this.#grid.selection.active) {
      return;
    }

    const edit = this.#edits.of(sample.number);
    this.#image.src = `data:image/png;base64,${sample.thumbnail}`;
    this.#title.textContent = edit?.label ?? sample.label;
    this.#fate.textContent = edit?.removed ? 'To be removed' : edit ? `Was ${sample.label}, not saved yet` : '';
    this.#about.textContent = `Sample ${count(sample.index)} of the ${partName(sample.part)} part, number ${sample.number}`;
  }
}
