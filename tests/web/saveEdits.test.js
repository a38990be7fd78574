import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PendingEdits } from '../../Gateway/wwwroot/js/data/pendingEdits.js';
import { editsInWords, saveEdits } from '../../Gateway/wwwroot/js/data/saveEdits.js';

const samples = [{ number: 1, label: '3' }, { number: 2, label: '3' }];

function set() {
  const edits = new PendingEdits();
  edits.relabel(samples, '8');
  edits.toggleRemoval([{ number: 9, label: '0' }]);
  edits.add('7', 'AAA=');
  edits.add('4', 'BBB=');
  return edits;
}

test('saveEdits: all kinds of changes are one call, and so one version', async () => {
  const calls = [];
  const data = { editSamples: async (...args) => calls.push(args) && { version: 'b' } };
  const edits = set();
  assert.equal(editsInWords(edits.requests), '2 drawn samples, 2 new labels, 1 removal');
  assert.deepEqual(await saveEdits(data, 'mnist', edits, 'Ada'), { version: 'b' });
  assert.deepEqual(calls, [['mnist', {
    added: [{ label: '7', data: 'AAA=' }, { label: '4', data: 'BBB=' }],
    relabeled: [{ number: 1, label: '8' }, { number: 2, label: '8' }],
    removed: [9],
  }, 'Ada']]);
  assert.equal(edits.size, 0);
});

test('saveEdits: a refusal keeps every change', async () => {
  const data = { editSamples: async () => { throw new Error('no'); } };
  const edits = set();
  await assert.rejects(saveEdits(data, 'mnist', edits, ''), { message: 'no' });
  assert.equal(edits.size, 5);
  assert.equal(edits.canUndo, true);
});

test('saveEdits: what is changed while it saves stays to be saved', async () => {
  const edits = set();
  const data = {
    editSamples: async () => {
      edits.add('5', 'CCC=');
      edits.relabel([{ number: 1, label: '3' }], '6');
    },
  };
  await saveEdits(data, 'mnist', edits, '');
  assert.deepEqual(edits.requests, { added: [{ label: '5', data: 'CCC=' }], relabeled: [{ number: 1, label: '6' }], removed: [] });
});
