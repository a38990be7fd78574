import { logScale, logTicks } from './chartScales.js';

/**
 * A vertical axis fitted to the values that it must show.
 * @typedef {{ticks: {at: number, text: string}[], position: (value: number) => number}} Axis
 */

const MOST_TICKS = 7;
const LEAST_LOSS = 1e-4;
const LEAST_MISSES = 5e-4;

/** Loss falls by powers of ten, so equal steps are equal ratios. @param {number[]} values @returns {Axis} */
export function lossAxis(values) {
  const shown = values.map((value) => Math.max(value, LEAST_LOSS));
  const ticks = shown.length ? logTicks(Math.min(...shown), Math.max(...shown), MOST_TICKS) : logTicks(0.1, 2, MOST_TICKS);
  const scale = logScale(ticks[0], ticks.at(-1));
  return { ticks: ticks.map((tick) => ({ at: scale(tick), text: String(tick) })), position: scale };
}

/**
 * Accuracy by what it leaves misread: 90, 99 and 99.9 % are equal steps, as each has a tenth of the misses of the one
 * before. @param {number[]} values fractions, 0 to 1 @returns {Axis}
 */
export function accuracyAxis(values) {
  const misses = values.map((value) => Math.max(1 - value, LEAST_MISSES));
  const ticks = misses.length ? logTicks(Math.min(...misses), Math.max(...misses), MOST_TICKS) : logTicks(0.01, 1, MOST_TICKS);
  const scale = logScale(ticks[0], ticks.at(-1));
  const position = (value) => 1 - scale(1 - value);
  return { ticks: ticks.map((miss) => ({ at: 1 - scale(miss), text: `${Number((100 * (1 - miss)).toPrecision(6))} %` })), position };
}
