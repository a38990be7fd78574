import { el } from './dom.js';
import { count, counted } from './format.js';

const MANY = 16;

/**
 * A confusion matrix as a table: a row for each label that was there, a column for each that was read.
 * @param {{labels: string[], rows: {counts: number[]}[]}} matrix
 * @returns {HTMLElement}
 */
export function confusionView({ labels, rows }) {
  const told = el('p', { class: 'confusion-told', 'aria-hidden': 'true' });
  const worst = Math.max(1, ...rows.flatMap(({ counts }, actual) => counts.filter((_, read) => read !== actual)));
  const cells = rows.map(({ counts }, actual) => counts.map((times, read) => cell({ labels, times, actual, read, worst })));
  const head = el('tr', {}, el('td', { class: 'corner' }), ...labels.map((label) => el('th', { scope: 'col', title: label }, label)));
  const body = cells.map((row, actual) => el('tr', {}, el('th', { scope: 'row', title: labels[actual] }, labels[actual]), ...row));
  const table = el('table', { class: labels.length > MANY ? 'confusion many' : 'confusion', role: 'grid' },
    el('caption', {}, 'Rows: what it was. Columns: what it was read as.'), el('thead', {}, head), el('tbody', {}, ...body));

  tell(told, table, summary(labels, rows));
  roam(table, cells);
  return el('section', { class: 'confusion-wrap', 'aria-labelledby': 'confusion-title' },
    el('h3', { id: 'confusion-title' }, 'What was read as what'), el('div', { class: 'scroll-x' }, table), told);
}

function cell({ labels, times, actual, read, worst }) {
  const right = actual === read;
  const kind = right ? 'right' : times === 0 ? 'none' : 'wrong';
  const text = `${labels[actual]} read as ${labels[read]}: ${count(times)}`;
  const element = el('td', { class: kind, tabindex: -1, 'aria-label': text }, times === 0 && !right ? '·' : String(times));
  if (kind === 'wrong') {
    element.style.setProperty('--heat', Math.sqrt(times / worst).toFixed(3));
  }

  return element;
}

/** The label that is misread most, for when no cell is pointed at. */
function summary(labels, rows) {
  const misses = rows.flatMap(({ counts }, actual) => counts.map((times, read) => ({ actual, read, times })).filter(({ read }) => read !== actual));
  const worst = misses.reduce((a, b) => (b.times > a.times ? b : a), { times: 0 });
  return worst.times === 0
    ? 'Nothing was misread.'
    : `Most often confused: ${labels[worst.actual]} read as ${labels[worst.read]}, ${counted(worst.times, 'time')}.`;
}

function tell(told, table, otherwise) {
  const show = ({ target }) => {
    told.textContent = target.closest('td[aria-label]')?.getAttribute('aria-label') ?? otherwise;
  };
  const reset = () => { told.textContent = otherwise; };
  table.addEventListener('pointerover', show);
  table.addEventListener('focusin', show);
  table.addEventListener('pointerleave', reset);
  table.addEventListener('focusout', reset);
  reset();
}

/** One stop for the Tab key, arrows from cell to cell. */
function roam(table, cells) {
  let row = 0;
  let column = 0;
  const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const stop = (tabindex) => cells[row]?.[column]?.setAttribute('tabindex', tabindex);
  stop(0);
  table.addEventListener('keydown', (event) => {
    const next = moves[event.key] && cells[row + moves[event.key][0]]?.[column + moves[event.key][1]];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
  table.addEventListener('focusin', ({ target }) => {
    const at = cells.findIndex((candidates) => candidates.includes(target));
    if (at >= 0) {
      stop(-1);
      [row, column] = [at, cells[at].indexOf(target)];
      stop(0);
    }
  });
}

/** How many of all samples were not read right: "68 of 10,000". */
export function misread({ rows }) {
  const total = rows.reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b, 0), 0);
  const right = rows.reduce((sum, { counts }, actual) => sum + counts[actual], 0);
  return `${count(total - right)} of ${count(total)}`;
}
