/** A scale maps values to 0 (bottom or left) … 1 (top or right). */

/** Evenly spaced values. @param {number} low @param {number} high */
export function linearScale(low, high) {
  return (value) => (value - low) / (high - low);
}

/** Evenly spaced ratios; what is below the low end sits on it. */
export function logScale(low, high) {
  return (value) => Math.log(Math.max(value, low) / low) / Math.log(high / low);
}

/**
 * Ticks for whole numbers from 0 on, at most about `most` of them.
 * @returns {number[]}
 */
export function wholeTicks(high, most) {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => high / size <= most) ?? high;
  const ticks = [];
  for (let tick = 0; tick <= high; tick += step) {
    ticks.push(tick);
  }

  return ticks;
}

/**
 * Values 1, 2 and 5 times a power of ten, from the first at or below `low` to the first at or above `high`,
 * thinned to about `most` by leaving out the 2s and 5s first and then powers of ten.
 * @returns {number[]} ascending, at least two
 */
export function logTicks(low, high, most) {
  const around = (mantissas) => {
    const ticks = [];
    for (let power = Math.floor(Math.log10(low)) - 1; power <= Math.ceil(Math.log10(high)) + 1; power += 1) {
      ticks.push(...mantissas.map((mantissa) => Number((mantissa * 10 ** power).toPrecision(6))));
    }

    const first = ticks.findLastIndex((tick) => tick <= low * (1 + 1e-9));
    const last = ticks.findIndex((tick) => tick >= high * (1 - 1e-9));
    return ticks.slice(first, Math.max(last, first + 1) + 1);
  };

  const choices = [around([1, 2, 5]), around([1, 3]), around([1])];
  return choices.find((ticks) => ticks.length <= most) ?? choices.at(-1);
}

/**
 * Thins points that lie closer than can be seen, keeping the lowest and highest of every stretch.
 * @param {{x: number, y: number}[]} points in order of x
 * @param {number} most about how many to keep
 */
export function thin(points, most) {
  if (points.length <= most) {
    return points;
  }

  const stretch = Math.ceil((2 * points.length) / most);
  const kept = [];
  for (let start = 0; start < points.length; start += stretch) {
    const some = points.slice(start, start + stretch);
    const lowest = some.reduce((a, b) => (b.y < a.y ? b : a));
    const highest = some.reduce((a, b) => (b.y > a.y ? b : a));
    kept.push(...(lowest === highest ? [lowest] : [lowest, highest].sort((a, b) => a.x - b.x)));
  }

  return kept;
}

/**
 * Calms a jittery line: each value becomes the mean of itself and `reach` neighbours on either side, fewer at the ends.
 * @param {{x: number, y: number}[]} points
 * @param {number} reach
 */
export function smooth(points, reach) {
  return points.map(({ x }, index) => {
    const span = Math.min(reach, index, points.length - 1 - index);
    const near = points.slice(index - span, index + span + 1);
    return { x, y: near.reduce((sum, { y }) => sum + y, 0) / near.length };
  });
}
