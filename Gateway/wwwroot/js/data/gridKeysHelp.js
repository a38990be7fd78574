import { el } from '../dom.js';

const KEYS = [
  [['a label’s key'], 'label what is selected and move on; other labels: begin to type, then Enter'],
  [['←', '↑', '→', '↓'], 'move; with Shift select on the way'],
  [['Page ↑', 'Page ↓', 'Home', 'End'], 'move far'],
  [['Space'], 'select one more, or one less'],
  [['Ctrl A'], 'select what is in view'],
  [['Delete'], 'mark for removal, or unmark'],
  [['Ctrl Z'], 'undo'],
  [['Enter'], 'enlarge'],
  [['F2'], 'type a label'],
  [['Esc'], 'select nothing'],
];

/** What mouse, fingers and keys do in the grid. */
export function gridKeysHelp() {
  return el('details', { class: 'keys grid-keys' },
    el('summary', { id: 'grid-keys-summary' }, 'Click, or move with the arrow keys, then press a label’s key. All keys'),
    el('dl', {}, ...KEYS.map(([keys, meaning]) => el('div', {}, el('dt', {}, ...keys.map(key).flat()), el('dd', {}, meaning)))),
    el('p', { class: 'hint' }, 'Mouse: click, Shift-click or drag for a range, Ctrl-click for one more, double-click to enlarge. Touch: tap; hold and drag for a range.'));
}

function key(name, at) {
  const words = name.includes('label') ? [el('span', {}, name)] : name.startsWith('Ctrl ') ? [el('kbd', {}, 'Ctrl'), ' ', el('kbd', {}, name.slice(5))] : [el('kbd', {}, name)];
  return at === 0 ? words : [' ', ...words];
}
