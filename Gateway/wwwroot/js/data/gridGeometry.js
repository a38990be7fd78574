/**
 * Browsers cap the height of an element, the strictest near nine million pixels. A grid that is taller scrolls along a track that is
 * shorter than itself.
 */
export const TALLEST_TRACK = 4_000_000;

/**
 * Where cells lie in a grid that fills a width.
 * @param {{width: number, count: number, cell: number, gap: number, caption: number}} grid widths and heights in pixels; a caption lies
 *   under each cell
 */
export function layOut({ width, count, cell, gap, caption }) {
  const columns = Math.max(1, Math.floor((width + gap) / (cell + gap)));
  return {
    columns,
    rows: Math.ceil(count / columns),
    rowHeight: cell + caption + gap,
    step: columns > 1 ? (width - cell) / (columns - 1) : 0,
    cell,
    count,
  };
}

/** The top left corner of a cell, on whole pixels so that its squares stay sharp. */
export function cornerOf(layout, index) {
  return { x: Math.floor((index % layout.columns) * layout.step), y: Math.floor(index / layout.columns) * layout.rowHeight };
}

/** The cells whose rows touch the view, and some rows around it. @returns {{first: number, last: number}} last is below first when there are none */
export function visibleCells({ columns, rows, rowHeight, count }, position, view, around = 0) {
  const firstRow = Math.max(0, Math.floor(position / rowHeight) - around);
  const lastRow = Math.min(rows - 1, Math.ceil((position + view) / rowHeight) - 1 + around);
  return { first: firstRow * columns, last: Math.min(count, (lastRow + 1) * columns) - 1 };
}

/** Where a key leads from a cell; undefined when it is no key that moves. */
export function moveBy(key, index, { columns, count }, pageRows) {
  const page = Math.max(1, pageRows) * columns;
  const targets = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    ArrowUp: index - columns,
    ArrowDown: index + columns,
    PageUp: index - page,
    PageDown: index + page,
    Home: 0,
    End: count - 1,
  };
  if (!(key in targets) || count === 0) {
    return undefined;
  }

  // Up from the first row and down from the last stay in their column.
  const leaves = targets[key] < 0 || targets[key] >= count;
  if (leaves && (key === 'ArrowUp' || (key === 'ArrowDown' && Math.floor(index / columns) === Math.floor((count - 1) / columns)))) {
    return index;
  }

  return Math.min(Math.max(targets[key], 0), count - 1);
}

/**
 * Follows a scroll bar. While the content fits the track, both move alike. On a longer content, small movements (wheel, finger, keys) still
 * move it pixel by pixel, and large ones (the bar is dragged) in proportion; `settle` then brings the bar back to where it belongs.
 */
export class ScrollMap {
  #tallest;
  #content = 0;
  #view = 0;
  #position = 0;
  #scrollTop = 0;

  constructor(tallest = TALLEST_TRACK) {
    this.#tallest = tallest;
  }

  /** The height of the track, in pixels. */
  get track() {
    return Math.min(this.#content, this.#tallest);
  }

  /** Where in the content the view begins, in pixels. */
  get position() {
    return this.#position;
  }

  /** Takes new sizes in. @returns {number} where the bar belongs now */
  resize(content, view) {
    this.#content = content;
    this.#view = view;
    return this.go(this.#position);
  }

  /** The bar was moved. @param {number} scrollTop */
  follow(scrollTop) {
    const moved = scrollTop - this.#scrollTop;
    this.#scrollTop = scrollTop;
    const isScaled = this.#content > this.track;
    const target = isScaled && Math.abs(moved) <= this.#view ? this.#position + moved : this.#toContent(scrollTop);
    this.#position = this.#clamp(target);
  }

  /** Moves the view. @returns {number} where the bar belongs now */
  go(position) {
    this.#position = this.#clamp(position);
    return this.settle();
  }

  /** @returns {number} where the bar belongs */
  settle() {
    const range = this.#content - this.#view;
    this.#scrollTop = range > 0 ? Math.round(this.#position * ((this.track - this.#view) / range)) : 0;
    return this.#scrollTop;
  }

  /** Where on the track something has to lie to be seen at a place of the content. */
  onTrack(y) {
    return this.#scrollTop + y - this.#position;
  }

  #toContent(scrollTop) {
    const range = this.track - this.#view;
    return range > 0 ? (scrollTop * (this.#content - this.#view)) / range : 0;
  }

  #clamp(position) {
    return Math.min(Math.max(position, 0), Math.max(0, this.#content - this.#view));
  }
}
