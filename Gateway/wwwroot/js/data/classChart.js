import { el } from '../dom.js';
import { count } from '../format.js';
import { PARTS, sampleCount } from './sampleQuery.js';

/**
 * A column for each label, as high as it has samples, a piece for each part; a click chooses the label.
 * @param {object} dataset
 * @param {{chosen: string, onChoose: (label: string) => void}} options
 */
export function classChart(dataset, { chosen, onChoose }) {
  const most = Math.max(1, ...dataset.classCounts.map(sampleCount));
  const columns = dataset.classCounts.map((counts) => column(counts, most, counts.label === chosen, onChoose));
  const parts = PARTS.filter(({ counted }) => dataset[counted] > 0);
  return el('div', { class: 'class-chart' },
    el('div', { class: 'class-chart-head' },
      el('h3', {}, 'Samples of each label'),
      el('p', { class: 'legend' }, ...parts.flatMap(({ name }) => [el('span', { class: `key key-${name}` }), `${name} `]))),
    el('div', { class: 'class-columns', role: 'group', 'aria-label': 'Show only the samples of a label', tabindex: -1 }, ...columns));
}

function column(counts, most, isChosen, onChoose) {
  const pieces = PARTS.filter(({ counted }) => counts[counted] > 0).map(({ name, counted }) => {
    const piece = el('span', { class: `piece key-${name}` });
    piece.style.setProperty('--share', (counts[counted] / most) * 100);
    return piece;
  });
  const total = sampleCount(counts);
  const details = PARTS.filter(({ counted }) => counts[counted] > 0).map(({ name, counted }) => `${count(counts[counted])} ${name}`).join(', ');
  const element = el('button', {
    type: 'button',
    class: 'class-column',
    'aria-pressed': String(isChosen),
    title: `${counts.label}: ${details || 'no samples'}`,
  },
  el('span', { class: 'pieces', 'aria-hidden': 'true' }, ...pieces.reverse()),
  el('span', { class: 'class-name' }, counts.label),
  el('span', { class: 'visually-hidden' }, `: ${details || 'no samples'}`),
  el('span', { class: 'class-count', 'aria-hidden': 'true' }, total < 100_000 ? count(total) : `${Math.round(total / 1000)}k`));
  element.addEventListener('click', () => onChoose(isChosen ? '' : counts.label));
  return element;
}
