import { el } from '../dom.js';
import { dressCell, makeCell } from './gridCell.js';
import { ScrollMap, cornerOf, layOut, moveBy, visibleCells } from './gridGeometry.js';
import { Selection } from './selection.js';

/** Whole and half multiples of the 28 pixels of a sample; other sizes would blur its squares. */
export const CELL_SIZES = [28, 42, 56, 84, 112];

const GAP = 6;
const CAPTION = 20;
const ROWS_AROUND = 4;
const SETTLED_AFTER = 150;
const LEAP_WAIT = 80;

/**
 * Any number of samples as thumbnails, of which only those in view are on the page.
 *
 * Event: "select" when other samples are selected than before.
 */
export class SampleGrid extends EventTarget {
  selection = new Selection();
  #scroller;
  #track;
  #edits;
  #blocks = null;
  #count = 0;
  #cell = CELL_SIZES[2];
  #layout = layOut({ width: 0, count: 0, cell: 1, gap: 0, caption: 0 });
  #map = new ScrollMap();
  #cells = new Map();
  #spare = [];
  #frame = 0;
  #settling = 0;
  #leap = 0;
  #wantedAt = 0;

  /**
   * @param {HTMLElement} scroller takes the focus and the keys
   * @param {import('./pendingEdits.js').PendingEdits} edits
   */
  constructor(scroller, edits) {
    super();
    this.#scroller = scroller;
    this.#edits = edits;
    this.#track = el('div', { class: 'grid-track', role: 'presentation' });
    scroller.append(this.#track);
    scroller.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    new ResizeObserver(() => this.#resize()).observe(scroller);
    edits.addEventListener('change', () => this.repaint());
  }

  get count() {
    return this.#count;
  }

  get blocks() {
    return this.#blocks;
  }

  get element() {
    return this.#scroller;
  }

  /** Shows other samples, or the same ones in a newer version, which keeps the place. */
  show(blocks, count, { keepPlace = false } = {}) {
    this.#blocks?.stop();
    this.#blocks = blocks;
    this.#count = count;
    blocks.addEventListener('loaded', () => this.repaint());
    this.#cells.forEach((cell) => { cell.signature = ''; });
    if (keepPlace) {
      this.selection.active = Math.min(this.selection.active, count - 1);
    } else {
      this.selection = new Selection();
      this.#map.go(0);
    }

    this.selection.clear();
    this.#resize();
    this.#tellSelected();
  }

  stop() {
    this.#blocks?.stop();
  }

  /** How large a thumbnail is, in pixels. */
  set cellSize(size) {
    this.#cell = size;
    this.#scroller.style.setProperty('--cell', `${size}px`);
    this.#resize();
  }

  /** Selects a cell and brings it into view. */
  go(index) {
    this.selection.only(index);
    this.changed(index);
  }

  /** Tells of a change of the selection and brings a cell into view. */
  changed(visible = -1) {
    if (visible >= 0) {
      this.#reveal(visible);
    }

    this.repaint();
    this.#tellSelected();
  }

  selectVisible() {
    const { first, last } = visibleCells(this.#layout, this.#map.position, this.#scroller.clientHeight);
    if (last >= first) {
      this.selection.range(first, last);
      this.changed();
    }
  }

  /** Goes where a key leads. @returns {boolean} whether it was a key that moves */
  move(key, extend) {
    const from = this.selection.active;
    const pageRows = Math.floor(this.#scroller.clientHeight / this.#layout.rowHeight);
    const to = moveBy(key, Math.max(from, 0), this.#layout, pageRows);
    if (to === undefined) {
      return false;
    }

    if (from < 0) {
      this.selection.only(visibleCells(this.#layout, this.#map.position, this.#scroller.clientHeight).first);
    } else if (extend) {
      this.selection.extend(to);
    } else {
      this.selection.only(to);
    }

    this.changed(this.selection.active);
    return true;
  }

  /** Goes on to what comes after the selected samples. */
  moveOn() {
    const last = this.selection.indices.at(-1) ?? this.selection.active;
    this.go(Math.min(last + 1, this.#count - 1));
  }

  /** The cell at a point of the screen, or -1. */
  cellAt(x, y) {
    const hit = document.elementFromPoint(x, y)?.closest('.cell');
    return hit && this.#track.contains(hit) ? Number(hit.dataset.index) : -1;
  }

  /** The samples that are selected, loaded where they were not. @returns {Promise<object[]>} */
  selected() {
    const chosen = this.selection.indices;
    return Promise.all(chosen.map((index) => this.#blocks.get(index) ?? this.#blocks.take(index, index).then(([sample]) => sample)));
  }

  repaint() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #onScroll() {
    this.#map.follow(this.#scroller.scrollTop);
    this.#paint();
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#setScroll(this.#map.settle()), SETTLED_AFTER);
  }

  #resize() {
    const width = this.#track.clientWidth;
    const view = this.#scroller.clientHeight;
    if (width === 0 || !this.#blocks) {
      return;
    }

    // What was at the top stays there, however many columns there are now.
    const top = Math.round(this.#map.position / this.#layout.rowHeight) * this.#layout.columns;
    this.#layout = layOut({ width, count: this.#count, cell: this.#cell, gap: GAP, caption: CAPTION });
    this.#map.resize(this.#layout.rows * this.#layout.rowHeight, view);
    this.#track.style.height = `${this.#map.track}px`;
    this.#setScroll(this.#map.go(Math.floor(top / this.#layout.columns) * this.#layout.rowHeight));
  }

  #reveal(index) {
    const { y } = cornerOf(this.#layout, index);
    const view = this.#scroller.clientHeight;
    const { position } = this.#map;
    if (y < position) {
      this.#setScroll(this.#map.go(y));
    } else if (y + this.#layout.rowHeight > position + view) {
      this.#setScroll(this.#map.go(y + this.#layout.rowHeight - view));
    }
  }

  #setScroll(scrollTop) {
    if (this.#scroller.scrollTop !== scrollTop) {
      this.#scroller.scrollTop = scrollTop;
    }

    this.#paint();
  }

  #paint() {
    if (!this.#blocks) {
      return;
    }

    const view = this.#scroller.clientHeight;
    const { first, last } = visibleCells(this.#layout, this.#map.position, view, ROWS_AROUND);
    this.#want(first, last, view);
    for (const [index, cell] of this.#cells) {
      if (index < first || index > last) {
        this.#cells.delete(index);
        cell.element.hidden = true;
        this.#spare.push(cell);
      }
    }

    for (let index = first; index <= last; index += 1) {
      this.#paintCell(index);
    }

    const { active } = this.selection;
    if (this.#cells.has(active)) {
      this.#scroller.setAttribute('aria-activedescendant', `cell-${active}`);
    } else {
      this.#scroller.removeAttribute('aria-activedescendant');
    }
  }

  /** While the bar is dragged far, what it passes is not asked for. */
  #want(first, last, view) {
    const isLeap = Math.abs(this.#map.position - this.#wantedAt) > 2 * view;
    this.#wantedAt = this.#map.position;
    clearTimeout(this.#leap);
    if (isLeap) {
      this.#leap = setTimeout(() => this.#paint(), LEAP_WAIT);
    } else {
      this.#blocks.want(first, last);
    }
  }

  #paintCell(index) {
    const cell = this.#cells.get(index) ?? this.#newCell(index);
    const { x, y } = cornerOf(this.#layout, index);
    const place = `translate(${x}px, ${this.#map.onTrack(y)}px)`;
    if (cell.place !== place) {
      cell.place = place;
      cell.element.style.transform = place;
    }

    const sample = this.#blocks.get(index);
    const edit = sample && this.#edits.of(sample.number);
    const isSelected = this.selection.has(index);
    const isActive = index === this.selection.active;
    const signature = [sample?.number, sample?.label, edit?.label, edit?.removed, isSelected, isActive, this.#count].join();
    if (cell.signature !== signature) {
      cell.signature = signature;
      dressCell(cell, { index, sample, edit, isSelected, isActive, count: this.#count });
    }
  }

  #newCell(index) {
    const cell = this.#spare.pop() ?? makeCell(this.#track);
    cell.element.hidden = false;
    cell.signature = '';
    this.#cells.set(index, cell);
    return cell;
  }

  #tellSelected() {
    this.dispatchEvent(new Event('select'));
  }
}
