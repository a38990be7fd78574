import { button, el, reconcile } from './dom.js';
import { duration, tone } from './format.js';

const TICKS = 4;

/** The spans of a trace below each other, each where and as long as it was. Up and down move, left and right fold, Enter opens. */
export class Waterfall {
  element = el('div', { class: 'waterfall', role: 'treegrid', 'aria-label': 'Spans', 'data-testid': 'waterfall' });
  #onOpen;
  #rows = new Map();
  #spans = [];
  #total = 0;
  #folded = new Set();
  #selected = '';
  #search = '';

  /** @param {(span: string) => void} onOpen */
  constructor(onOpen) {
    this.#onOpen = onOpen;
    this.element.addEventListener('keydown', (event) => this.#steer(event));
  }

  clear() {
    this.#rows.clear();
    this.#spans = [];
    this.#folded.clear();
    this.element.replaceChildren();
  }

  /** @param {{id: string, depth: number, hasChildren: boolean, name: string, resource: string, start: number, duration: number, isError: boolean, logs: number}[]} spans */
  render(spans, total, selected) {
    const isSame = JSON.stringify(spans) === JSON.stringify(this.#spans) && total === this.#total;
    this.#spans = spans;
    this.#total = Math.max(total, 0.001);
    this.#selected = selected;
    if (!isSame) {
      this.#rows.clear();
    }

    this.#show();
  }

  select(id) {
    this.#selected = id;
    this.#rows.forEach((row) => row.setAttribute('aria-selected', String(row.dataset.span === id)));
  }

  find(text) {
    this.#search = text.trim().toLowerCase();
    this.#show();
  }

  foldAll() {
    this.#folded = new Set(this.#spans.filter((span) => span.hasChildren).map((span) => span.id));
    this.#show();
  }

  unfoldAll() {
    this.#folded.clear();
    this.#show();
  }

  #show() {
    const visible = [];
    let foldedAt = Infinity;
    this.#spans.forEach((span, index) => {
      if (span.depth > foldedAt) {
        return;
      }

      foldedAt = this.#folded.has(span.id) ? span.depth : Infinity;
      if (!this.#search || `${span.resource} ${span.name} ${span.id}`.toLowerCase().includes(this.#search)) {
        visible.push(this.#row(span, index));
      }
    });
    reconcile(this.element, this.#spans.length ? [this.#axis(), ...visible] : []);
    if (!visible.some((row) => row.tabIndex === 0) && visible.length) {
      visible[0].tabIndex = 0;
    }
  }

  #axis() {
    const key = `axis ${this.#total}`;
    if (!this.#rows.has(key)) {
      const ticks = el('div', { class: 'axis-ticks' }, ...Array.from({ length: TICKS }, (_, index) => {
        const tick = el('span', {}, duration(this.#total * index / TICKS));
        tick.style.setProperty('left', `${100 * index / TICKS}%`);
        return tick;
      }));
      this.#rows.set(key, el('div', { class: 'waterfall-row axis', 'aria-hidden': 'true' }, el('div', {}, 'Span'), ticks));
    }

    return this.#rows.get(key);
  }

  #row(span, index) {
    const isFolded = this.#folded.has(span.id);
    const key = `${index} ${span.id} ${isFolded}`;
    if (!this.#rows.has(key)) {
      this.#rows.set(key, this.#makeRow(span, isFolded));
    }

    return this.#rows.get(key);
  }

  #makeRow(span, isFolded) {
    const from = Math.min(100, 100 * span.start / this.#total);
    const width = Math.min(100 - from, 100 * span.duration / this.#total);
    const bar = el('span', { class: `span-bar${span.isError ? ' failed' : ''}` });
    bar.style.setProperty('left', `${from}%`);
    bar.style.setProperty('width', `${width}%`);
    // Behind the bar, before it or on it: where there is room.
    const end = from + width;
    const isInside = end > 75 && from < 25;
    const label = el('span', { class: `span-duration${isInside ? ' inside' : ''}` }, duration(span.duration));
    if (isInside) {
      bar.append(label);
    } else {
      label.style.setProperty(end <= 75 ? 'left' : 'right', `${end <= 75 ? end : 100 - from}%`);
    }

    const name = el('div', { class: `span-name ${tone(span.resource)}`, role: 'gridcell', title: `${span.resource}: ${span.name}` },
      span.hasChildren ? button(isFolded ? '▸' : '▾', () => this.#fold(span.id), { class: 'fold', tabindex: '-1', 'aria-label': isFolded ? 'Unfold' : 'Fold' }) : el('span', { class: 'fold-space' }),
      el('span', { class: 'label' }, el('span', { class: 'owner' }, span.resource), ` ${span.name || '(no name)'}`),
      ...(span.isError ? [el('span', { class: 'failed', role: 'img', 'aria-label': 'Error' }, '!')] : []),
      ...(span.logs ? [el('span', { class: 'hint' }, `${span.logs} ${span.logs === 1 ? 'log' : 'logs'}`)] : []));
    name.style.setProperty('--depth', Math.min(span.depth, 20));
    const row = el('div', {
      class: 'waterfall-row', role: 'row', tabindex: '-1', 'aria-level': span.depth + 1, 'aria-selected': String(span.id === this.#selected),
      'aria-expanded': span.hasChildren ? String(!isFolded) : null, 'data-span': span.id, 'data-resource': span.resource, 'data-name': span.name,
      'aria-label': `${span.resource}: ${span.name}, ${duration(span.duration)}${span.isError ? ', error' : ''}`,
    }, name, el('div', { class: `span-time ${tone(span.resource)}`, role: 'gridcell' }, bar, ...(isInside ? [] : [label])));
    row.addEventListener('click', (event) => {
      if (!event.target.closest('.fold')) {
        this.#focus(row);
        this.#onOpen(span.id);
      }
    });
    return row;
  }

  #fold(id) {
    if (!this.#folded.delete(id)) {
      this.#folded.add(id);
    }

    this.#show();
    const row = this.element.querySelector(`[data-span="${CSS.escape(id)}"]`);
    if (row) {
      this.#focus(row);
    }
  }

  #focus(row) {
    this.element.querySelectorAll('[tabindex="0"]').forEach((each) => { each.tabIndex = -1; });
    row.tabIndex = 0;
    row.focus();
  }

  #steer(event) {
    const row = event.target.closest('.waterfall-row');
    if (!row) {
      return;
    }

    const expanded = row.getAttribute('aria-expanded');
    const next = event.key === 'ArrowDown' ? row.nextElementSibling : event.key === 'ArrowUp' ? row.previousElementSibling : null;
    if (next && !next.classList.contains('axis')) {
      this.#focus(next);
    } else if ((event.key === 'ArrowLeft' && expanded === 'true') || (event.key === 'ArrowRight' && expanded === 'false')) {
      this.#fold(row.dataset.span);
    } else if (event.key === 'Enter') {
      this.#onOpen(row.dataset.span);
    } else if (!event.key.startsWith('Arrow')) {
      return;
    }

    event.preventDefault();
  }
}
