import { linearScale, thin, wholeTicks } from './chartScales.js';
import { el, svg } from './dom.js';

const HEIGHT = 240;
const MARGIN = { top: 10, right: 10, bottom: 38, left: 50 };
const PIXELS_A_TICK = 40;

/**
 * A chart over the epochs of a run, drawn in SVG at the size it has on screen.
 * @typedef {{name: string, kind: string, points: {x: number, y: number, part?: number}[], marked: boolean}} Series
 *   kind is the CSS class of the line; marked series have a dot at every point; a line breaks where the part changes
 */
export class LineChart {
  element;
  #svg;
  #legend;
  #width = 0;
  #fitAxis;
  #last;

  /** @param {{title: string, fitAxis: (values: number[]) => import('./chartAxes.js').Axis, legend: {name: string, kind: string, marked: boolean}[]}} options */
  constructor({ title, fitAxis, legend }) {
    this.#fitAxis = fitAxis;
    this.#last = { series: [], end: 1, summary: title };
    this.#svg = svg('svg', { role: 'img', 'aria-label': title });
    this.#legend = new Map(legend.map((line) => [line.kind, legendItem(line)]));
    const head = el('div', { class: 'chart-head' }, el('h3', {}, title), el('ul', { class: 'chart-legend' }, ...this.#legend.values()));
    this.element = el('figure', { class: 'chart' }, head, this.#svg);
    new ResizeObserver(() => this.#draw()).observe(this.#svg);
  }

  /** @param {Series[]} series @param {number} end the last epoch @param {string} summary the chart in words */
  render(series, end, summary) {
    this.#last = { series, end, summary };
    series.forEach(({ kind, points }) => { this.#legend.get(kind).hidden = points.length === 0; });
    this.#draw();
  }

  #draw() {
    const { series, end, summary } = this.#last;
    this.#width = this.#svg.clientWidth;
    if (this.#width === 0) {
      return;
    }

    const inner = { width: this.#width - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
    const axis = this.#fitAxis(series.flatMap(({ points }) => points.map(({ y }) => y)));
    const across = linearScale(0, end);
    const x = (value) => MARGIN.left + across(value) * inner.width;
    const y = (value) => MARGIN.top + (1 - axis.position(value)) * inner.height;
    this.#svg.setAttribute('viewBox', `0 0 ${this.#width} ${HEIGHT}`);
    this.#svg.setAttribute('aria-label', summary);
    this.#svg.replaceChildren(
      ...axis.ticks.flatMap(({ at, text }) => verticalTick(MARGIN.top + (1 - at) * inner.height, text, this.#width)),
      ...wholeTicks(end, inner.width / PIXELS_A_TICK).flatMap((tick) => horizontalTick(x(tick), String(tick))),
      line(MARGIN.left, HEIGHT - MARGIN.bottom, this.#width - MARGIN.right, HEIGHT - MARGIN.bottom, 'axis'),
      svg('text', { x: MARGIN.left + inner.width / 2, y: HEIGHT - 4, 'text-anchor': 'middle' }, 'epoch'),
      ...series.flatMap((one) => drawSeries(one, x, y, 2 * inner.width)));
  }
}

function drawSeries({ kind, points, marked }, x, y, most) {
  const shown = thin(points, most);
  const runsOn = (index) => index > 0 && shown[index].part === shown[index - 1].part;
  const path = shown.map((point, index) => `${runsOn(index) ? 'L' : 'M'}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`).join('');
  const dots = marked ? shown.map((point) => svg('circle', { class: `marker ${kind}`, cx: x(point.x).toFixed(1), cy: y(point.y).toFixed(1), r: 4 })) : [];
  return [svg('path', { class: `series ${kind}`, d: path }), ...dots];
}

function verticalTick(y, text, width) {
  return [
    line(MARGIN.left, y, width - MARGIN.right, y, 'grid'),
    svg('text', { x: MARGIN.left - 8, y: y + 4, 'text-anchor': 'end' }, text),
  ];
}

function horizontalTick(x, text) {
  const bottom = HEIGHT - MARGIN.bottom;
  return [line(x, bottom, x, bottom + 4, 'axis'), svg('text', { x, y: bottom + 18, 'text-anchor': 'middle' }, text)];
}

function line(x1, y1, x2, y2, kind) {
  return svg('line', { class: kind, x1, y1, x2, y2 });
}

function legendItem({ name, kind, marked }) {
  const sample = svg('svg', { viewBox: '0 0 24 12', 'aria-hidden': 'true' }, svg('path', { class: `series ${kind}`, d: 'M1 6H23' }));
  if (marked) {
    sample.append(svg('circle', { class: `marker ${kind}`, cx: 12, cy: 6, r: 4 }));
  }

  return el('li', {}, sample, name);
}
