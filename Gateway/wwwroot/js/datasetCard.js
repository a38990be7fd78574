import { el, fromTemplate, part } from './dom.js';
import { count, counted, moment, short } from './format.js';
import { SampleGrid } from './sampleGrid.js';

/**
 * A data set with its counts and samples.
 * @param {object} dataset
 * @param {{api: import('./api.js').Api, onDelete: () => void}} options
 * @returns {{element: HTMLElement, stop: () => void}}
 */
export function datasetCard(dataset, { api, onDelete }) {
  const card = fromTemplate('dataset-template');
  card.dataset.name = dataset.name;
  part(card, 'name').textContent = dataset.name;
  part(card, 'meta').textContent = describe(dataset);
  part(card, 'train').href = `#train?dataset=${encodeURIComponent(dataset.name)}`;
  part(card, 'delete').setAttribute('aria-label', `Delete ${dataset.name}`);
  part(card, 'delete').addEventListener('click', onDelete);
  const most = Math.max(1, ...dataset.classCounts.map(({ trainCount, testCount }) => Math.max(trainCount, testCount)));
  part(card, 'counts').append(...dataset.classCounts.map((classCount) => countRow(classCount, most)));
  const grid = new SampleGrid(part(card, 'samples'), api, dataset);
  grid.load();
  return { element: card, stop: () => grid.stop() };
}

function describe({ version, labels, trainCount, testCount, height, width, createTime, versions }) {
  const parts = [
    `${count(trainCount)} train + ${count(testCount)} test`,
    counted(labels.length, 'label'),
    `${width}×${height}`,
    `version ${short(version)}`,
    moment(createTime),
  ];
  if (versions?.length > 1) {
    parts.push(`${versions.length} versions`);
  }

  return parts.join(' · ');
}

function countRow({ label, trainCount, testCount }, most) {
  const bars = el('span', { class: 'count-bars', 'aria-hidden': 'true' }, bar('count-train', trainCount / most), bar('count-test', testCount / most));
  return el('tr', {},
    el('th', { scope: 'row' }, label), el('td', {}, bars), el('td', {}, count(trainCount)), el('td', {}, count(testCount)));
}

function bar(kind, share) {
  const element = el('span', { class: kind });
  element.style.setProperty('--share', share * 100);
  return element;
}
