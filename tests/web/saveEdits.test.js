import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PendingEdits } from '../../Gateway/wwwroot/js/data/pendingEdits.js';
import { editsInWords, saveEdits } from '../../Gateway/wwwroot/js/data/saveEdits.js';
import { SendQueue } from '../../Gateway/wwwroot/js/data/sendQueue.js';

const samples = [{ number: 1, label: '3' }, { number: 2, label: '3' }];

function set() {
  const edits = new PendingEdits();
  edits.relabel(samples, '8');
  edits.toggleRemoval([{ number: 9, label: '0' }]);
  return edits;
}

test('saveEdits: one call for the labels, one for the removals', async () => {
  const calls = [];
  const data = {
    relabelSamples: async (...args) => calls.push(args) && { version: 'a' },
    removeSamples: async (...args) => calls.push(args) && { version: 'b' },
  };
  const edits = set();
  assert.equal(editsInWords(edits.requests), '2 new labels, 1 removal');
  assert.deepEqual(await saveEdits(data, 'mnist', edits, 'Ada'), { version: 'b' });
  assert.deepEqual(calls, [['mnist', [{ number: 1, label: '8' }, { number: 2, label: '8' }], 'Ada'], ['mnist', [9], 'Ada']]);
  assert.equal(edits.size, 0);
});

test('saveEdits: what was saved before a refusal is not asked again', async () => {
  const data = { relabelSamples: async () => ({}), removeSamples: async () => { throw new Error('no'); } };
  const edits = set();
  await assert.rejects(saveEdits(data, 'mnist', edits, ''), { message: 'no' });
  assert.deepEqual(edits.requests, { labels: [], numbers: [9] });
});

test('SendQueue: one after another, and a failure holds up nothing', async () => {
  const queue = new SendQueue();
  const done = [];
  const first = queue.add(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    done.push(1);
    throw new Error('no');
  });
  const second = queue.add(async () => done.push(2));
  await assert.rejects(first, { message: 'no' });
  await second;
  assert.deepEqual(done, [1, 2]);
});
