import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_SELECTED, Selection } from '../../Gateway/wwwroot/js/data/selection.js';

test('extend: selects from where the selection began, in both directions', () => {
  const selection = new Selection();
  selection.only(5);
  selection.extend(8);
  assert.deepEqual(selection.indices, [5, 6, 7, 8]);
  selection.extend(3);
  assert.deepEqual(selection.indices, [3, 4, 5]);
  assert.equal(selection.active, 3);
});

test('toggle: adds and takes away, and the next range begins there', () => {
  const selection = new Selection();
  selection.only(1);
  selection.toggle(7);
  selection.toggle(1);
  assert.deepEqual(selection.indices, [7]);
  selection.extend(2);
  assert.deepEqual(selection.indices, [1, 2]);
});

test('extend: nothing selected yet begins at the cell itself', () => {
  const selection = new Selection();
  selection.extend(4);
  assert.deepEqual(selection.indices, [4]);
});

test('extend: too large a range is cut and says so', () => {
  const selection = new Selection();
  selection.only(0);
  assert.equal(selection.extend(MOST_SELECTED + 50), false);
  assert.equal(selection.size, MOST_SELECTED);
  assert.equal(selection.active, MOST_SELECTED - 1);
  assert.equal(selection.extend(9), true);
});

test('clear: keys go on from where they were', () => {
  const selection = new Selection();
  selection.only(5);
  selection.clear();
  assert.deepEqual([selection.size, selection.active], [0, 5]);
  selection.extend(6);
  assert.deepEqual(selection.indices, [5, 6]);
});
