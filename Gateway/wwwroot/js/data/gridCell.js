import { el } from '../dom.js';
import { count as inWords } from '../format.js';

/** An empty place for a sample, on a track. */
export function makeCell(track) {
  const image = el('img', { class: 'pixels', alt: '', draggable: 'false', decoding: 'sync' });
  const caption = el('span', { class: 'cell-label' });
  const element = el('div', { class: 'cell', role: 'option' }, image, caption);
  track.append(element);
  return { element, image, caption, place: '', signature: '' };
}

/** Shows a sample in a cell, or that it is not here yet, with what is to become of it. */
export function dressCell({ element, image, caption }, { index, sample, edit, isSelected, isActive, count }) {
  element.id = `cell-${index}`;
  element.dataset.index = index;
  element.setAttribute('aria-posinset', index + 1);
  element.setAttribute('aria-setsize', count);
  element.setAttribute('aria-selected', isSelected);
  element.classList.toggle('active', isActive);
  element.classList.toggle('changed', Boolean(edit) && !edit.removed);
  element.classList.toggle('removed', Boolean(edit?.removed));
  element.classList.toggle('blank', !sample);
  image.hidden = !sample?.thumbnail;
  if (!sample?.thumbnail) {
    caption.textContent = sample ? 'gone' : '';
    element.setAttribute('aria-label', sample ? 'A sample that this version does not have' : `Sample ${inWords(index)}, loading`);
    return;
  }

  image.src = `data:image/png;base64,${sample.thumbnail}`;
  caption.textContent = edit && edit.label !== sample.label ? `${sample.label} → ${edit.label}` : sample.label;
  element.title = `Sample ${inWords(sample.index)}`;
  element.setAttribute('aria-label', `${caption.textContent}, sample ${inWords(sample.index)}${edit?.removed ? ', to be removed' : ''}`);
}
