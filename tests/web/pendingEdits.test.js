import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PendingEdits } from '../../Gateway/wwwroot/js/data/pendingEdits.js';

const a = { number: 1, label: '3' };
const b = { number: 2, label: '5' };

test('relabel: the last label counts, and the stored one is no change', () => {
  const edits = new PendingEdits();
  edits.relabel([a, b], '5');
  assert.deepEqual(edits.requests, { added: [], relabeled: [{ number: 1, label: '5' }], removed: [] });
  edits.relabel([a], '8');
  assert.equal(edits.of(1).label, '8');
  edits.relabel([a], '3');
  assert.equal(edits.size, 0);
});

test('toggleRemoval: marks all, and unmarks when all are marked', () => {
  const edits = new PendingEdits();
  edits.toggleRemoval([a]);
  edits.toggleRemoval([a, b]);
  assert.deepEqual(edits.requests, { added: [], relabeled: [], removed: [1, 2] });
  edits.toggleRemoval([a, b]);
  assert.equal(edits.size, 0);
});

test('toggleRemoval: a new label comes back when the mark is taken away', () => {
  const edits = new PendingEdits();
  edits.relabel([a], '9');
  edits.toggleRemoval([a]);
  assert.deepEqual(edits.requests, { added: [], relabeled: [], removed: [1] });
  edits.toggleRemoval([a]);
  assert.deepEqual(edits.requests, { added: [], relabeled: [{ number: 1, label: '9' }], removed: [] });
});

test('relabel: what was marked for removal stays in', () => {
  const edits = new PendingEdits();
  edits.toggleRemoval([a]);
  edits.relabel([a], '7');
  assert.deepEqual(edits.requests, { added: [], relabeled: [{ number: 1, label: '7' }], removed: [] });
});

test('undo: takes back one step at a time, whole', () => {
  const edits = new PendingEdits();
  edits.relabel([a, b], '0');
  edits.toggleRemoval([b]);
  assert.deepEqual(edits.undo(), [2]);
  assert.deepEqual([edits.of(1).label, edits.of(2).label, edits.of(2).removed], ['0', '0', false]);
  edits.undo();
  assert.deepEqual([edits.size, edits.canUndo], [0, false]);
  assert.deepEqual(edits.undo(), []);
});

test('relabelEach: each sample gets its own label', () => {
  const edits = new PendingEdits();
  edits.relabelEach([{ ...a, suggested: '8' }, { ...b, suggested: '6' }]);
  assert.deepEqual(edits.requests.relabeled, [{ number: 1, label: '8' }, { number: 2, label: '6' }]);
  edits.undo();
  assert.equal(edits.size, 0);
});

test('add: a drawn sample waits under a number below 0, and undo takes it back', () => {
  const edits = new PendingEdits();
  const first = edits.add('7', 'AAA=');
  const second = edits.add('4', 'BBB=');
  assert.ok(first < 0 && second < first);
  assert.deepEqual(edits.added.map(({ label }) => label), ['4', '7']);
  assert.deepEqual(edits.undo(), [second]);
  assert.deepEqual(edits.requests.added, [{ label: '7', data: 'AAA=' }]);
});

test('withdraw: takes one sample back and leaves the other steps', () => {
  const edits = new PendingEdits();
  const first = edits.add('7', 'AAA=');
  edits.relabel([a], '8');
  edits.withdraw(first);
  assert.deepEqual(edits.requests, { added: [], relabeled: [{ number: 1, label: '8' }], removed: [] });
  assert.deepEqual(edits.undo(), [1]);
  assert.deepEqual([edits.size, edits.canUndo], [0, false]);
});

test('snapshot: forgets what is stored and keeps what came after', () => {
  const edits = new PendingEdits();
  edits.relabel([a], '8');
  const { size, saved } = edits.snapshot();
  edits.toggleRemoval([b]);
  saved();
  assert.equal(size, 1);
  assert.deepEqual(edits.requests, { added: [], relabeled: [], removed: [2] });
});

test('change: is told after every step', () => {
  const edits = new PendingEdits();
  const sizes = [];
  edits.addEventListener('change', () => sizes.push(edits.size));
  edits.relabel([], '1');
  edits.relabel([a, b], '1');
  edits.undo();
  edits.clear();
  assert.deepEqual(sizes, [2, 0, 0]);
});
