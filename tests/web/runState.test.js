import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunState, isFinal } from '../../Gateway/wwwroot/js/runState.js';

const run = (state, epochs = []) => ({ run: 'r1', state, epochs });
const batch = (epoch, number) => ({ epoch, batch: number, batchCount: 10, loss: 1 / number, accuracy: 0.5 });

test('apply: gathers batches by their place in the run', () => {
  const state = new RunState();
  state.apply({ sequence: 1, run: run('RUNNING') });
  state.apply({ sequence: 2, batch: batch(1, 5) });
  state.apply({ sequence: 3, batch: batch(2, 10) });
  assert.deepEqual(state.batches.map(({ x }) => x), [0.5, 2]);
  assert.equal(state.progress.epoch, 2);
});

test('apply: an event that comes again changes nothing', () => {
  const state = new RunState();
  const first = { sequence: 1, run: run('RUNNING') };
  const second = { sequence: 2, batch: batch(1, 1) };
  assert.equal(state.apply(first), true);
  assert.equal(state.apply(second), true);
  assert.equal(state.apply(first), false);
  assert.equal(state.apply(second), false);
  assert.equal(state.batches.length, 1);
  assert.equal(state.sequence, 2);
});

test('apply: an epoch told by its own event and again by the snapshot is one epoch', () => {
  const state = new RunState();
  const epoch = { epoch: 1, testAccuracy: 0.9 };
  state.apply({ sequence: 1, run: run('RUNNING') });
  state.apply({ sequence: 2, epoch });
  state.apply({ sequence: 3, run: run('SUCCEEDED', [epoch]) });
  assert.deepEqual(state.epochs, [epoch]);
});

test('apply: a first snapshot of an old run brings its epochs', () => {
  const state = new RunState();
  state.apply({ sequence: 40, run: run('SUCCEEDED', [{ epoch: 1 }, { epoch: 2 }]) });
  assert.deepEqual(state.epochs.map(({ epoch }) => epoch), [1, 2]);
});

test('isFinal: only ended runs', () => {
  assert.deepEqual(['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'].map(isFinal), [false, false, true, true, true]);
});

test('apply: the epochs of a committee follow on one another', () => {
  const state = new RunState();
  state.apply({ sequence: 1, run: { ...run('RUNNING'), settings: { epochs: 5, members: 2 } } });
  state.apply({ sequence: 2, epoch: { epoch: 1, member: 1 } });
  state.apply({ sequence: 3, batch: { ...batch(1, 5), member: 2 } });
  state.apply({ sequence: 4, epoch: { epoch: 1, member: 2 } });
  assert.deepEqual(state.epochs.map((epoch) => state.place(epoch)), [1, 6]);
  assert.deepEqual(state.batches.map(({ x, member }) => [x, member]), [[5.5, 2]]);
});
