/**
 * Strokes as data. Coordinates are units of a square pad, PAD_SIZE on a side, whatever its size on screen.
 * @typedef {{x: number, y: number, width: number}} Point
 * @typedef {{x0: number, y0: number, cx: number, cy: number, x1: number, y1: number, width: number}} Segment
 *   a quadratic curve from (x0, y0) to (x1, y1), pulled towards (cx, cy)
 */

export const PAD_SIZE = 280;

const PEN_WIDTH = 20;
const CLOSEST = 1.5;

/** How wide a pen draws; only pens report how hard they press, mice and most fingers say 0.5 or 0. */
export function penWidth(pointerType, pressure) {
  return pointerType === 'pen' && pressure > 0 ? PEN_WIDTH * (0.55 + 0.9 * pressure) : PEN_WIDTH;
}

/**
 * The curve that a point adds to a stroke: from one midpoint between neighbours to the next, bent by the point between
 * them, so that joints have no corners.
 * @param {Point[]} points
 * @param {number} index of the added point, from 1
 * @returns {Segment}
 */
export function segmentAt(points, index) {
  const from = index === 1 ? points[0] : middle(points[index - 2], points[index - 1]);
  return segment(from, points[index - 1], middle(points[index - 1], points[index]));
}

/** The curve from the last midpoint to the last point; a dot when the stroke has one point. */
export function closingSegment(points) {
  const last = points.at(-1);
  return segment(points.length > 1 ? middle(points.at(-2), last) : last, last, last);
}

/** All curves of a stroke. */
export function segments(points) {
  const curves = points.slice(1).map((_, before) => segmentAt(points, before + 1));
  return [...curves, closingSegment(points)];
}

/** A drawing: strokes in the order they were made. */
export class Drawing {
  /** @type {Point[][]} */
  strokes = [];

  get isEmpty() {
    return this.strokes.length === 0;
  }

  /** @param {Point} point */
  begin(point) {
    this.strokes.push([point]);
  }

  /**
   * Adds a point to the newest stroke, unless it is too close to the last one to tell.
   * @param {Point} point
   * @returns {boolean} whether it was added
   */
  extend(point) {
    const stroke = this.strokes.at(-1);
    const last = stroke.at(-1);
    if (Math.hypot(point.x - last.x, point.y - last.y) < CLOSEST) {
      return false;
    }

    stroke.push(point);
    return true;
  }

  undo() {
    return this.strokes.pop() !== undefined;
  }

  clear() {
    this.strokes = [];
  }
}

function middle(a, b) {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, width: (a.width + b.width) / 2 };
}

function segment(from, control, to) {
  return { x0: from.x, y0: from.y, cx: control.x, cy: control.y, x1: to.x, y1: to.y, width: control.width };
}
