import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unsaved } from '../../Gateway/wwwroot/js/data/unsaved.js';

let warn;
globalThis.addEventListener = (type, listener) => {
  assert.equal(type, 'beforeunload');
  warn = listener;
};

function warns() {
  const event = new Event('beforeunload', { cancelable: true });
  warn(event);
  return event.defaultPrevented;
}

test('Unsaved: warns of leaving while anything waits', () => {
  const unsaved = new Unsaved();
  assert.equal(warns(), false);
  const edits = unsaved.editsOf('mnist');
  edits.relabel([{ number: 1, label: '3' }], '8');
  assert.deepEqual([warns(), unsaved.countOf('mnist'), unsaved.names], [true, 1, ['mnist']]);
  assert.equal(unsaved.editsOf('mnist'), edits);
  edits.undo();
  assert.deepEqual([warns(), unsaved.names], [false, []]);
});

test('Unsaved: counts every source, and tells of changes', () => {
  const unsaved = new Unsaved();
  let told = 0;
  unsaved.addEventListener('change', () => { told += 1; });
  const review = Object.assign(new EventTarget(), { size: 2 });
  unsaved.watch('mnist', review);
  unsaved.editsOf('mnist').toggleRemoval([{ number: 4, label: '1' }]);
  review.dispatchEvent(new Event('change'));
  assert.deepEqual([unsaved.total, told], [3, 2]);
  unsaved.forget('mnist');
  assert.deepEqual([unsaved.total, unsaved.countOf('mnist')], [0, 0]);
});
