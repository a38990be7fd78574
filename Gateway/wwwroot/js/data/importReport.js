import { el } from '../dom.js';
import { count, counted } from '../format.js';

const FORMATS = { idx: 'IDX', csv: 'CSV', zip: 'ZIP of pictures', npy: 'NPY', npz: 'NPZ', libsvm: 'LIBSVM', digits: 'an export of Digits' };

/** What the files were, in words. @param {string} format */
export function formatName(format) {
  return FORMATS[format] ?? format;
}

/** Whether a report says more than that all went well. */
export function isNoteworthy(report) {
  return Boolean(report && (report.skipped > 0 || report.moved > 0));
}

/**
 * What became of the files of an import.
 * @param {object} dataset
 * @param {object} report
 */
export function importReport(dataset, { format, imported, skipped, faults = [], moved }) {
  const facts = [`${counted(imported, 'sample')} taken in, read as ${formatName(format)}.`];
  if (moved > 0) {
    facts.push(`${counted(moved, 'sample')} moved to the part where an equal image is.`);
  }

  const rest = skipped - faults.length;
  return el('section', { class: 'sheet report', 'aria-label': 'Import report' },
    el('h2', {}, `${dataset.name} is in`),
    ...facts.map((fact) => el('p', {}, fact)),
    ...(skipped > 0 ? [
      el('h3', {}, `${count(skipped)} left out`),
      el('ul', { class: 'faults', tabindex: 0, 'aria-label': 'What was left out' }, ...faults.map(({ file, cause }) => el('li', {}, el('strong', {}, file), ' ', cause))),
      ...(rest > 0 ? [el('p', { class: 'hint' }, `and ${count(rest)} more`)] : []),
    ] : []),
    el('p', { class: 'report-links' },
      el('a', { class: 'button primary', href: `#data/${encodeURIComponent(dataset.name)}` }, 'Look at it'),
      el('a', { class: 'button', href: `#train?dataset=${encodeURIComponent(dataset.name)}` }, 'Train on it')));
}
