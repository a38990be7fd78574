import { el, svg } from './dom.js';
import { clock, number } from './format.js';

const HEIGHT = 320;
const MARGIN = { top: 12, right: 16, bottom: 28, left: 64 };
const TONES = ['tone0', 'tone1', 'tone2', 'tone3'];

/** Lines over the last minutes, drawn in SVG at the size it has on screen, with dots that lead to traces. */
export class LineChart {
  element;
  #svg = svg('svg', { role: 'img' });
  #legend = el('ul', { class: 'chart-legend' });
  #onTrace;
  #data = null;
  #pointer = null;

  /** @param {(trace: string, span: string) => void} onTrace */
  constructor(onTrace) {
    this.#onTrace = onTrace;
    this.element = el('figure', { class: 'chart', 'data-testid': 'chart' }, this.#svg, this.#legend);
    new ResizeObserver(() => this.#draw()).observe(this.#svg);
    this.#svg.addEventListener('pointermove', (event) => this.#point(event.offsetX));
    this.#svg.addEventListener('pointerleave', () => this.#point(null));
  }

  /** @param {{times: number[], lines: {name: string, values: (number | null)[]}[], exemplars: object[], unit: string, name: string}} data times in milliseconds since 1970 */
  render(data) {
    // How many there were is a matter of the table: it would squeeze the percentiles.
    this.#data = { ...data, lines: data.lines.filter(({ name }) => name !== 'count per second') };
    this.#draw();
  }

  #point(x) {
    this.#pointer = x;
    this.#draw();
  }

  #draw() {
    const width = this.#svg.clientWidth;
    if (!this.#data || width === 0) {
      return;
    }

    const { times, lines, exemplars, unit, name } = this.#data;
    const values = lines.flatMap((line) => line.values).filter((value) => value !== null);
    const shownExemplars = exemplars.filter(({ time }) => time <= times.at(-1));
    const scale = niceScale([...values, ...shownExemplars.map(({ value }) => value)]);
    const x = (time) => MARGIN.left + (width - MARGIN.left - MARGIN.right) * (time - times[0]) / (times.at(-1) - times[0]);
    const y = (value) => HEIGHT - MARGIN.bottom - (HEIGHT - MARGIN.top - MARGIN.bottom) * (value - scale.low) / (scale.high - scale.low);
    const at = this.#nearest(times, x);
    this.#svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    this.#svg.setAttribute('aria-label', `${name}: ${lines.map((line) => `${line.name} ${number(line.values.findLast((value) => value !== null) ?? null)} ${unit}`).join(', ')}`);
    this.#svg.replaceChildren(
      ...scale.ticks.flatMap((tick) => [svg('line', { class: 'grid', x1: MARGIN.left, x2: width - MARGIN.right, y1: y(tick), y2: y(tick) }),
        svg('text', { x: MARGIN.left - 8, y: y(tick) + 4, 'text-anchor': 'end' }, number(tick))]),
      ...timeTicks(times, width).flatMap((time, index, all) => [svg('line', { class: 'axis', x1: x(time), x2: x(time), y1: HEIGHT - MARGIN.bottom, y2: HEIGHT - MARGIN.bottom + 4 }),
        svg('text', { x: x(time), y: HEIGHT - 8, 'text-anchor': index === all.length - 1 ? 'end' : 'middle' }, clock(time).replace(/\.\d+$/, ''))]),
      ...(at === null ? [] : [svg('line', { class: 'cursor', x1: x(times[at]), x2: x(times[at]), y1: MARGIN.top, y2: HEIGHT - MARGIN.bottom })]),
      ...lines.flatMap((line, index) => drawLine(line.values, times, x, y, TONES[index % TONES.length])),
      ...shownExemplars.filter(({ time }) => time >= times[0]).map((exemplar) => this.#exemplar(exemplar, x, y)),
      ...(values.length ? [] : [svg('text', { x: width / 2, y: HEIGHT / 2, 'text-anchor': 'middle' }, 'Nothing was measured in this time.')]));
    this.#legend.replaceChildren(...lines.map((line, index) => {
      const value = at === null ? line.values.findLast((each) => each !== null) ?? null : line.values[at];
      return el('li', { class: TONES[index % TONES.length] }, `${line.name}: ${number(value)} ${unit}`);
    }), el('li', {}, at === null ? 'latest' : clock(times[at]).replace(/\.\d+$/, '')), ...(shownExemplars.length ? [el('li', { class: 'tone2' }, '○ exemplar: leads to its trace')] : []));
  }

  #nearest(times, x) {
    if (this.#pointer === null) {
      return null;
    }

    return times.reduce((best, time, index) => (Math.abs(x(time) - this.#pointer) < Math.abs(x(times[best]) - this.#pointer) ? index : best), 0);
  }

  #exemplar({ time, value, trace, span }, x, y) {
    const link = svg('a', { href: `/traces/detail/${trace}`, 'aria-label': `Trace of ${number(value)} at ${clock(time)}` }, svg('circle', { class: 'exemplar', cx: x(time), cy: y(value), r: 4 }));
    link.addEventListener('click', (event) => {
      event.preventDefault();
      this.#onTrace(trace, span);
    });
    return link;
  }
}

// A value without neighbours is a dot: a line of one point is not to be seen.
function drawLine(values, times, x, y, kind) {
  let path = '';
  const dots = [];
  values.forEach((value, index) => {
    if (value === null) {
      return;
    }

    const isFirst = index === 0 || values[index - 1] === null;
    path += `${isFirst ? 'M' : 'L'}${x(times[index]).toFixed(1)} ${y(value).toFixed(1)}`;
    if (isFirst && (values[index + 1] ?? null) === null) {
      dots.push(svg('circle', { class: `alone ${kind}`, cx: x(times[index]), cy: y(value), r: 2.5 }));
    }
  });
  return [svg('path', { class: `series ${kind}`, d: path }), ...dots];
}

function timeTicks(times, width) {
  const wanted = Math.max(2, Math.min(7, Math.floor(width / 130)));
  return Array.from({ length: wanted }, (_, index) => times[Math.round(index * (times.length - 1) / (wanted - 1))]);
}

/** Round numbers that hold all values, from 0 on unless some are below. */
export function niceScale(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(...values, low + Number.MIN_VALUE);
  const span = high - low > 1e-300 ? high - low : 1;
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each * 5 >= span) ?? 10 * power;
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil((low + span) / step));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { low: ticks[0], high: ticks.at(-1), ticks };
}
